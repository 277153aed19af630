"""The one Chinese font of mass PDFs: found once, measured quickly, embedded as a subset."""

import hashlib
import io
from functools import lru_cache
from typing import Any

import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont
from reportlab.pdfbase import pdfdoc, pdfmetrics

FONT_NAME = "NotoSansSC-Regular"


class _Widths(dict[str, int]):
    """Advance widths (thousandths of the size) by character, filled as they are asked for."""

    def __init__(self, face: "Face") -> None:
        self.face = face

    def __missing__(self, char: str) -> int:
        width = self[char] = self.face.advance(char)
        return width


class _Codes(dict[str, str]):
    """Four hexadecimal digits by character, as a PDF text string needs them."""

    def __init__(self, face: "Face") -> None:
        self.face = face

    def __missing__(self, char: str) -> str:
        code = self[char] = f"{self.face.cid(char):04x}"
        return code


class Face:
    """Metrics and outlines of the packaged font; shared by all documents of the process."""

    def __init__(self) -> None:
        self.name = FONT_NAME
        self.path = pylopdf_fonts_zh_cn.sans_path()
        with TTFont(self.path, lazy=True) as font:
            self._names: dict[int, str] = font.getBestCmap()
            self._metrics: dict[str, tuple[int, int]] = font["hmtx"].metrics
            self.ascent, self.descent = int(font["hhea"].ascent), int(font["hhea"].descent)
            self.cap_height = int(font["OS/2"].sCapHeight)
        self.widths = _Widths(self)
        self.codes = _Codes(self)

    def cid(self, char: str) -> int:
        """The character's CID; 0 when the font does not have it."""
        name = self._names.get(ord(char))
        return int(name.removeprefix("cid")) if name else 0

    def advance(self, char: str) -> int:
        """The character's width in thousandths of the font size."""
        return self._metrics[self._names.get(ord(char), ".notdef")][0]

    def width(self, text: str, size: float) -> float:
        """The text's width in points."""
        return sum(map(self.widths.__getitem__, text)) * size / 1000

    def program(self, chars: frozenset[str]) -> bytes:
        """A CFF font program with these characters' outlines only."""
        kept = {self._names[ord(char)] for char in chars if ord(char) in self._names} | {".notdef"}
        with TTFont(self.path, lazy=True) as font:
            fonts = font["CFF "].cff
            _cut(fonts[0], kept)
            fonts.desubroutinize()
            return bytes(font["CFF "].compile(font))


def _cut(top: Any, kept: set[str]) -> None:
    """Leave only these glyphs in a CFF font, each under its old CID (fontTools' own subsetter takes twice as long)."""
    places = [place for place, name in enumerate(top.charset) if name in kept]
    strings, select = top.CharStrings, top.FDSelect
    index = strings.charStringsIndex
    index.items = [index[place] for place in places]
    del index.file, index.offsets
    strings.charStrings = {top.charset[place]: at for at, place in enumerate(places)}
    select.format = None
    select.gidArray = [select.gidArray[place] for place in places]
    top.charset = [top.charset[place] for place in places]
    top.numGlyphs = len(places)


@lru_cache(maxsize=1)
def face() -> Face:
    """The font, read at the first use; also makes its name known to ReportLab."""
    found = Face()
    pdfmetrics.registerFont(_Registered(found))
    return found


class _Registered:
    """What lets a canvas start with our font, so that it never names one that is not embedded."""

    _dynamicFont = 1
    _multiByte = 0

    def __init__(self, shared: Face) -> None:
        self.face = shared
        self.fontName = shared.name


class DocumentFont:
    """The font within one document: collects the characters drawn and embeds just these at the end."""

    def __init__(self, document: Any) -> None:
        self.face = face()
        self.internal_name = f"F{len(document.fontMapping) + 1}"
        self._drawn: set[str] = set()
        document.fontMapping[self.face.name] = "/" + self.internal_name
        document.delayedFonts.append(self)

    def encode(self, text: str) -> str:
        """The text as the hexadecimal digits of a PDF string."""
        self._drawn.update(text)
        return "".join(map(self.face.codes.__getitem__, text))

    @property
    def missing(self) -> frozenset[str]:
        """Characters drawn that the font does not have."""
        return frozenset(char for char in self._drawn if not self.face.cid(char))

    def addObjects(self, document: Any) -> None:
        """Called by ReportLab when the document is saved: add the subset and its descriptions."""
        chars = sorted((self.face.cid(char), char) for char in self._drawn if self.face.cid(char))
        program = self.face.program(frozenset(char for _, char in chars))
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(repr(chars).encode()).digest()[:6])
        name = f"/{tag}+{self.face.name}"
        descendant = _descendant(document, self.face, name, program, chars)
        unicode_map = _stream(_unicode_map(chars))
        font = pdfdoc.PDFDictionary({
            "Type": "/Font", "Subtype": "/Type0", "BaseFont": name, "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant, "cidFont")]),
            "ToUnicode": document.Reference(unicode_map, "toUnicode"),
        })  # fmt: skip
        fonts = document.idToObject["BasicFonts"].dict
        fonts[self.internal_name] = document.Reference(font, self.internal_name)


def _stream(content: bytes, **entries: str) -> Any:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), content, filters=[pdfdoc.PDFZCompress])


def _descendant(document: Any, shared: Face, name: str, program: bytes, chars: list[tuple[int, str]]) -> Any:
    """The CID font with its descriptor, widths and program."""
    file = _stream(program, Subtype="/CIDFontType0C")
    descriptor = pdfdoc.PDFDictionary({
        "Type": "/FontDescriptor", "FontName": name, "Flags": 4, "ItalicAngle": 0, "StemV": 80,
        "Ascent": shared.ascent, "Descent": shared.descent, "CapHeight": shared.cap_height,
        "FontBBox": pdfdoc.PDFArray([-100, shared.descent, 1100, shared.ascent]),
        "FontFile3": document.Reference(file, "fontFile"),
    })  # fmt: skip
    widths: list[Any] = []
    for cid, char in chars:
        widths += [cid, pdfdoc.PDFArray([shared.advance(char)])]
    return pdfdoc.PDFDictionary({
        "Type": "/Font", "Subtype": "/CIDFontType0", "BaseFont": name, "DW": 1000, "W": pdfdoc.PDFArray(widths),
        "CIDSystemInfo": pdfdoc.PDFDictionary({
            "Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0,
        }),
        "FontDescriptor": document.Reference(descriptor, "fontDescriptor"),
    })  # fmt: skip


def _unicode_map(chars: list[tuple[int, str]]) -> bytes:
    """The map by which a reader finds and copies the text."""
    out = io.StringIO()
    out.write("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n")
    out.write("/CMapName /Adobe-Identity-UCS def\n")
    out.write("/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n")
    out.write("1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n")
    for start in range(0, len(chars), 100):
        part = chars[start : start + 100]
        out.write(f"{len(part)} beginbfchar\n")
        out.writelines(f"<{cid:04x}> <{char.encode('utf-16-be').hex()}>\n" for cid, char in part)
        out.write("endbfchar\n")
    out.write("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
    return out.getvalue().encode("ascii")
