"""The uploaded form as a package of parts: checked before anything is parsed, and written again part by part."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from xml.etree.ElementTree import Element

from app.core.attachments.content import REASONS
from app.core.i18n import N_
from app.core.imports.container import BROKEN, ENCRYPTED, MEGABYTE, OLE_MAGIC, Limits, check_archive, read_through
from app.core.imports.refusals import WorkbookRefused
from app.core.workbook_templates.errors import FormDamaged, FormRefused, FormTooLarge, OldFormat
from app.core.workbook_templates.markup import RELATIONS, Markup, main, parse

LARGEST = 5 * MEGABYTE
LARGEST_SHEET = 4 * MEGABYTE
LIMITS = Limits(file_size=LARGEST, parts=500, unpacked=40 * MEGABYTE, ratio_from=10 * MEGABYTE)
WORKBOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"
CALCULATION = "xl/calcChain.xml"
TYPES = "[Content_Types].xml"
EARLIEST = (1980, 1, 1, 0, 0, 0)

FORBIDDEN: Mapping[str, str] = {
    r"xl/vbaProject\.bin|xl/macrosheets/": N_("it holds macros"),
    r"xl/externalLinks/": N_("it refers to other workbooks; replace those formulas by their values"),
    r"xl/(connections\.xml|queryTables/)": N_("it fetches data from elsewhere"),
    r"xl/(embeddings|activeX|ctrlProps)/": N_("it holds embedded objects or buttons"),
    r"_xmlsignatures/": N_("it is signed electronically; filling it would break the signature"),
}
FIXED: Mapping[str, str] = {
    r"xl/pivotTables/": N_("Pivot tables stay, but show their old figures until they are refreshed."),
    r"xl/cellimages\.xml": N_("Pictures inside cells stay where they are and do not move down with rows."),
}
"""What stays in the file but does not go along when rows are added: said at upload."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet: its name, where it lies, and its place in the workbook."""

    name: str
    path: str
    place: int


@dataclass(frozen=True)
class Package:
    """The parts of a workbook by name, in the order of the file."""

    parts: Mapping[str, bytes]

    @cached_property
    def workbook(self) -> Markup:
        """The part that lists the sheets."""
        return self.markup(WORKBOOK)

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The worksheets; chart sheets are left out."""
        targets = self.related(WORKBOOK)
        found = []
        for place, sheet in enumerate(self.workbook.root.iter(main("sheet"))):
            kind, path = targets.get(sheet.get(f"{{{RELATIONS}}}id", ""), ("", ""))
            if kind == "worksheet" and path in self.parts:
                found.append(SheetPart(sheet.get("name", ""), path, place))
        return tuple(found)

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """The shared texts, without their formats."""
        if STRINGS not in self.parts:
            return ()
        return tuple(text_of(one) for one in self.markup(STRINGS).root.iter(main("si")))

    def markup(self, name: str) -> Markup:
        """A part, parsed."""
        return parse(self.parts[name])

    def related(self, name: str) -> Mapping[str, tuple[str, str]]:
        """What a part refers to, by id: the kind and the name of the other part."""
        folder, _slash, file = name.rpartition("/")
        place = f"{folder}/_rels/{file}.rels"
        if place not in self.parts:
            return {}
        found = {}
        for one in self.markup(place).root:
            if one.get("TargetMode") != "External":
                target = one.get("Target", "")
                path = target[1:] if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
                found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], path)
        return found

    def saved(self, changed: Mapping[str, bytes], without: str = "") -> bytes:
        """The file again, with these parts instead; the same parts give the same bytes."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                if name != without:
                    archive.writestr(zipfile.ZipInfo(name, EARLIEST), changed.get(name, content), zipfile.ZIP_DEFLATED)
        return out.getvalue()


def text_of(one: Element) -> str:
    """The text of a shared or inline string, its runs put together; phonetic marks are left out."""
    direct = [one] if one.tag == main("t") else [*one.findall(main("t")), *one.findall(f"{main('r')}/{main('t')}")]
    return "".join(part.text or "" for part in direct)


def opened(content: bytes) -> Package:
    """The parts of a file that was checked when it was uploaded."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return Package({name: archive.read(name) for name in archive.namelist() if not name.endswith("/")})
    except BROKEN as error:
        raise FormDamaged() from error


def checked_package(content: bytes) -> Package:
    """The parts of an uploaded file; a named error where it can't be a form. Sizes are checked before parsing."""
    if len(content) > LARGEST:
        raise FormTooLarge(limit=LARGEST // MEGABYTE)
    if content.startswith(OLE_MAGIC) and ENCRYPTED in content:
        raise FormRefused(reason=N_("it is protected by a password"))
    if not content.startswith(b"PK\x03\x04"):
        raise OldFormat()
    try:
        names = check_archive(BytesIO(content), LIMITS)
        for reason in _reasons(FORBIDDEN, names):
            raise FormRefused(reason=reason)
        if WORKBOOK not in names:
            raise OldFormat()
        read_through(BytesIO(content))
    except WorkbookRefused as error:
        known = REASONS.get(type(error))
        raise FormRefused(reason=known) if known else FormDamaged() from error
    package = opened(content)
    if not package.sheets:
        raise FormRefused(reason=N_("it has no sheet"))
    for sheet in package.sheets:
        if len(package.parts[sheet.path]) > LARGEST_SHEET:
            raise FormTooLarge(limit=LARGEST_SHEET // MEGABYTE)
        package.markup(sheet.path)
    return package


def losses(package: Package) -> tuple[str, ...]:
    """What of a form stays in the file without going along when rows are added."""
    return tuple(_reasons(FIXED, frozenset(package.parts)))


def _reasons(patterns: Mapping[str, str], names: frozenset[str]) -> Iterator[str]:
    for pattern, reason in patterns.items():
        if any(re.match(pattern, name) for name in names):
            yield reason
