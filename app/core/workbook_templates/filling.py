"""Filling a form: the organisation's workbook with values in its bound cells and rows added where they repeat.

Only what must change is written anew: sheets, and what names rows. Pictures, charts, themes and print settings go
through byte for byte. Results of formulas are left out and calculated when the file is opened.
"""

from collections.abc import Mapping

from app.core.workbook_templates.bindings import Bindings
from app.core.workbook_templates.cells import DAY_ZERO, DAY_ZERO_1904, Writer
from app.core.workbook_templates.errors import TooManyRows
from app.core.workbook_templates.markup import MAIN, Markup, main, parse
from app.core.workbook_templates.package import CALCULATION, STYLES, TYPES, WORKBOOK, Package, opened
from app.core.workbook_templates.references import Moves, moved
from app.core.workbook_templates.sheet import Sheet, moves_of
from app.core.workbook_templates.sources import FormData, FormSource
from app.core.workbook_templates.styles import Styles
from app.core.workbook_templates.surroundings import move_charts, move_related, move_sheet

MOST_ROWS = 20_000
BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")
STYLELESS = f'<styleSheet xmlns="{MAIN}"/>'.encode()
WORKBOOK_LINKS = "xl/_rels/workbook.xml.rels"


def fill(content: bytes, bindings: Bindings, source: FormSource, data: FormData) -> bytes:
    """The workbook filled; the same form and data give the same bytes."""
    package = opened(content)
    rows = max((len(found) for found in data.rows.values()), default=0)
    if rows > MOST_ROWS:
        raise TooManyRows(rows=rows, limit=MOST_ROWS)
    styles = Styles(parse(package.parts.get(STYLES, STYLELESS)))
    moves = {one.name: moves_of(bindings.of(one.name), data) for one in package.sheets}
    day_zero = DAY_ZERO_1904 if _counts_from_1904(package.workbook) else DAY_ZERO
    changed: dict[str, bytes] = {}
    for one in package.sheets:
        part = package.markup(one.path)
        writer = Writer(_prefix(part), styles, day_zero)
        sheet = Sheet(one.name, part, bindings.of(one.name), moves, writer, source, data)
        rows_written = sheet.rows()
        move_sheet(part, bindings.of(one.name), data, one.name, moves)
        place = part.root.find(main("sheetData"))
        assert place is not None
        changed[one.path] = part.write({place: rows_written})
        if moves[one.name].added:
            changed |= move_related(package, one.path, moves[one.name], one.name, moves)
    if any(one.added for one in moves.values()):
        changed |= move_charts(package, moves)
    if styles.changed:
        changed[STYLES] = styles.part.write()
    return package.saved(changed | _calculated_on_opening(package, moves), without=CALCULATION)


def _prefix(part: Markup) -> str:
    prefix = next((prefix for prefix, uri in part.prefixes.items() if uri == MAIN), "")
    return f"{prefix}:" if prefix else ""


def _counts_from_1904(workbook: Markup) -> bool:
    found = workbook.root.find(main("workbookPr"))
    return found is not None and found.get("date1904") in ("1", "true")


def _calculated_on_opening(package: Package, moves: Mapping[str, Moves]) -> dict[str, bytes]:
    """The workbook's own part: names that point to moved rows, and that everything is calculated when it is opened."""
    part = package.markup(WORKBOOK)
    names = [sheet.get("name", "") for sheet in part.root.iter(main("sheet"))]
    for one in part.root.iter(main("definedName")):
        local = one.get("localSheetId")
        here = names[int(local)] if local is not None and int(local) < len(names) else ""
        if one.text:
            one.text = moved(one.text, here, moves)
    calculation = part.root.find(main("calcPr"))
    if calculation is None:
        calculation = part.root.makeelement(main("calcPr"), {"calcId": "0"})
        present = [child.tag for child in part.root]
        after = next(present.index(main(name)) for name in BEFORE_CALCULATION if main(name) in present)
        part.root.insert(after + 1, calculation)
    calculation.set("fullCalcOnLoad", "1")
    return {WORKBOOK: part.write(), **_without_chain(package)}


def _without_chain(package: Package) -> dict[str, bytes]:
    """The order of calculation is worked out anew: the part that kept it is no longer named anywhere."""
    changed = {}
    for path, attribute, ending in ((TYPES, "PartName", CALCULATION), (WORKBOOK_LINKS, "Target", "calcChain.xml")):
        if CALCULATION in package.parts and path in package.parts:
            part = package.markup(path)
            for one in [one for one in part.root if one.get(attribute, "").endswith(ending)]:
                part.root.remove(one)
            changed[path] = part.write()
    return changed
