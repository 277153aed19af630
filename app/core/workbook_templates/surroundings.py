"""What stands around the rows of a sheet and names them: merges, formats, validations, breaks, pictures, charts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from openpyxl.utils import get_column_letter, range_boundaries

from app.core.workbook_templates.bindings import Block, SheetBindings
from app.core.workbook_templates.markup import Markup, main, parse
from app.core.workbook_templates.package import Package
from app.core.workbook_templates.references import Moves, area, areas, moved, series
from app.core.workbook_templates.sources import FormData

ANCHOR_ROWS = (2, 6)
"""The places of the rows in the anchor of a comment's box."""
NOTE_ROW = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>")
NOTE_ANCHOR = re.compile(rb"<x:Anchor>([^<]*)</x:Anchor>")
FORMULAS = frozenset({"formula", "formula1", "formula2", "f"})
ONE_AREA = frozenset({"autoFilter", "sortState", "sortCondition", "hyperlink"})


def move_sheet(part: Markup, bindings: SheetBindings, data: FormData, here: str, moves: Mapping[str, Moves]) -> None:
    """Bring everything of a sheet but its rows up to date."""
    go = moves.get(here, Moves())
    _merge(part, bindings, data, go)
    for one in part.root.iter():
        name = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""
        if "sqref" in one.attrib and name not in ("selection", "pane"):
            one.set("sqref", areas(one.get("sqref", ""), go))
        if name == "sqref" and one.text:
            one.text = areas(one.text, go)
        elif name in ONE_AREA and "ref" in one.attrib:
            one.set("ref", area(one.get("ref", ""), go))
        elif name in FORMULAS and one.text and one.tag != main("f"):
            one.text = moved(one.text, here, moves)
    for breaks in part.root.iter(main("rowBreaks")):
        for one in breaks:
            one.set("id", str(go.end(int(one.get("id", "0")))))
    for dimension in part.root.iter(main("dimension")):
        dimension.set("ref", area(dimension.get("ref", ""), go))


def _merge(part: Markup, bindings: SheetBindings, data: FormData, go: Moves) -> None:
    merges = part.root.find(main("mergeCells"))
    if merges is None:
        return
    for one in list(merges):
        text = one.get("ref", "")
        block = next((block for block in bindings.blocks if _within(text, block)), None)
        if block is None:
            one.set("ref", area(text, go))
            continue
        one.set("ref", _shifted(text, go.row(block.first) - block.first))
        if range_boundaries(text)[1] >= block.pattern:
            for copy in _copies(text, block, data, go):
                merges.append(merges.makeelement(main("mergeCell"), {"ref": copy}))
    merges.set("count", str(len(merges)))


def _within(text: str, block: Block) -> bool:
    """Whether a merge lies inside one record."""
    _left, top, _right, bottom = range_boundaries(text)
    first = block.first + (top - block.first) // block.height * block.height
    return bool(block.first <= top and bottom <= min(block.last, first + block.height - 1))


def _copies(text: str, block: Block, data: FormData, go: Moves) -> Iterator[str]:
    down = go.row(block.first) - block.first
    for place in range(1, len(data.rows.get(block.table, ())) - block.records + 1):
        yield _shifted(text, down + place * block.height)


def _shifted(text: str, by: int) -> str:
    left, top, right, bottom = range_boundaries(text)
    return f"{get_column_letter(left)}{top + by}:{get_column_letter(right)}{bottom + by}"


def move_related(
    package: Package, sheet_path: str, go: Moves, here: str, moves: Mapping[str, Moves]
) -> dict[str, bytes]:
    """The parts that belong to a sheet (pictures, comments, tables), with their rows moved."""
    changed: dict[str, bytes] = {}
    for kind, path in package.related(sheet_path).values():
        if path not in package.parts:
            continue
        if kind == "drawing":
            changed[path] = _drawing(package.markup(path), go)
        elif kind in ("comments", "threadedComment", "table"):
            changed[path] = _referring(package.markup(path), go, here, moves)
        elif kind == "vmlDrawing":
            changed[path] = _notes(package.parts[path], go)
    return changed


def move_charts(package: Package, moves: Mapping[str, Moves]) -> dict[str, bytes]:
    """The charts of the workbook, their series as long as the rows they show."""
    changed = {}
    for path, content in package.parts.items():
        if path.startswith("xl/charts/") and path.endswith(".xml"):
            part = parse(content)
            for one in part.root.iter():
                if isinstance(one.tag, str) and one.tag.endswith("}f") and one.text:
                    one.text = series(one.text, moves)
            changed[path] = part.write()
    return changed


def _drawing(part: Markup, go: Moves) -> bytes:
    for one in part.root.iter():
        if isinstance(one.tag, str) and one.tag.endswith("}row") and one.text:
            one.text = str(go.row(int(one.text) + 1) - 1)
    return part.write()


def _referring(part: Markup, go: Moves, here: str, moves: Mapping[str, Moves]) -> bytes:
    every: Sequence[Element] = [part.root, *part.root.iter()]
    for one in dict.fromkeys(every):
        if "ref" in one.attrib:
            one.set("ref", area(one.get("ref", ""), go))
        if (
            isinstance(one.tag, str)
            and one.tag.endswith(("}calculatedColumnFormula", "}totalsRowFormula"))
            and one.text
        ):
            one.text = moved(one.text, here, moves)
    return part.write()


def _notes(content: bytes, go: Moves) -> bytes:
    """The boxes of comments, in the old drawing format, which is no strict XML."""

    def row(found: re.Match[bytes]) -> bytes:
        return b"<x:Row>%d</x:Row>" % (go.row(int(found[1]) + 1) - 1)

    def anchor(found: re.Match[bytes]) -> bytes:
        parts = found[1].split(b",")
        for place in ANCHOR_ROWS if len(parts) == 8 else ():
            parts[place] = b" %d" % (go.row(int(parts[place]) + 1) - 1)
        return b"<x:Anchor>" + b",".join(parts) + b"</x:Anchor>"

    return NOTE_ANCHOR.sub(anchor, NOTE_ROW.sub(row, content))
