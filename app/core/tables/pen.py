"""A quick pen on a ReportLab canvas: gathers a page's operators itself and hands them over at once."""

from typing import BinaryIO

from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen.canvas import Canvas

from app.core.tables.fonts import FONT_NAME, DocumentFont, face
from app.core.tables.layout import Align

MM = 72 / 25.4
_SIZES = {"A3": A3, "A4": A4}
_SHRINK = 0.72
_BREAK_AFTER = "/·（( 、，-"


class Pen:
    """Draws texts, lines and areas in points from the lower left corner; one pen per document."""

    def __init__(self, out: BinaryIO, size: str, is_landscape: bool, title: str) -> None:
        width, height = landscape(_SIZES[size]) if is_landscape else _SIZES[size]
        self.width, self.height = float(width), float(height)
        face()
        self._canvas = Canvas(
            out, pagesize=(width, height), invariant=1, pageCompression=1, initialFontName=FONT_NAME, lang="zh-CN"
        )
        self._canvas.setTitle(title)
        self._canvas.setCreator("Ziqiang HR")
        self._font = DocumentFont(self._canvas._doc)
        self._face = self._font.face
        self._operators: list[str] = []

    def measure(self, text: str, size: float) -> float:
        """The text's width in points."""
        return self._face.width(text, size)

    def text(
        self, x: float, y: float, text: str, size: float, align: Align = Align.LEFT, *, heavy: bool = False
    ) -> None:
        """One line of text; x is its left, middle or right by `align`, y the base line."""
        if align is not Align.LEFT:
            width = self._face.width(text, size)
            x -= width if align is Align.RIGHT else width / 2
        code = self._font.encode(text)
        shown = f"BT /{self._font.internal_name} {size:.2f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{code}> Tj ET"
        self._operators.append(f"q 0 G 2 Tr {size * 0.022:.2f} w {shown} Q" if heavy else shown)

    def fitted(
        self, x: float, middle: float, width: float, text: str, size: float, align: Align, *, heavy: bool = False
    ) -> None:
        """A text in a cell from x on, `width` wide: shrunk a little, then in two lines, never beyond the cell."""
        at = x if align is Align.LEFT else x + width if align is Align.RIGHT else x + width / 2
        natural = self._face.width(text, size)
        if natural <= width:
            self.text(at, middle - size * 0.36, text, size, align, heavy=heavy)
        elif natural * _SHRINK <= width or align is Align.RIGHT:
            size = size * width / natural
            self.text(at, middle - size * 0.36, text, size, align, heavy=heavy)
        else:
            self._two_lines(at, middle, width, text, size * 0.76, align)

    def _two_lines(self, at: float, middle: float, width: float, text: str, size: float, align: Align) -> None:
        parts = _halves(text)
        widest = max(self._face.width(part, size) for part in parts)
        size *= min(1.0, width / widest)
        self.text(at, middle + size * 0.16, parts[0], size, align)
        self.text(at, middle - size * 0.90, parts[1], size, align)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.3) -> None:
        """A straight line."""
        self._operators.append(f"{_ink(width)} {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def dashed(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A thin dashed line, where to cut."""
        self._operators.append(f"q [3 3] 0 d 0.5 G 0.3 w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S Q")

    def frame(self, x: float, y: float, width: float, height: float, line: float = 0.8) -> None:
        """The outline of a rectangle."""
        self._operators.append(f"{_ink(line)} {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")

    def area(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle; `colour` is three shares of red, green and blue."""
        self._operators.append(f"q {colour} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f Q")

    def watermark(self, text: str, size: float) -> None:
        """A large pale text slantwise over the page."""
        cos, sin = 0.906, 0.423
        x = self.width / 2 - self._face.width(text, size) / 2 * cos
        y = self.height / 2 - self._face.width(text, size) / 2 * sin - size * 0.3
        self._operators.append(
            f"q 0.955 0.92 0.92 rg BT /{self._font.internal_name} {size:.2f} Tf "
            f"{cos} {sin} {-sin} {cos} {x:.2f} {y:.2f} Tm <{self._font.encode(text)}> Tj ET Q"
        )

    def end_page(self) -> None:
        """Hand the page over and begin the next."""
        self._canvas.addLiteral("\n".join(self._operators))
        self._operators.clear()
        self._canvas.showPage()

    def save(self) -> frozenset[str]:
        """Finish the document; the answer is the characters the font does not have."""
        self._canvas.save()
        return self._font.missing


def _halves(text: str) -> tuple[str, str]:
    """The text in two about equal parts, after a separator near the middle if there is one."""
    middle = (len(text) + 1) // 2
    near = range(max(1, middle - len(text) // 4), min(len(text), middle + len(text) // 4 + 1))
    breaks = [place for place in near if text[place - 1] in _BREAK_AFTER]
    place = min(breaks, key=lambda each: abs(each - middle)) if breaks else middle
    return text[:place].rstrip(), text[place:].lstrip()


def _ink(width: float) -> str:
    """Line width with its colour: thin lines are grey, thick ones black."""
    return f"{0.45 if width < 0.4 else 0.1} G {width:.2f} w"
