"""What the page of a template's version is made of: the sheet with badges, the fields to choose from, the list."""

from urllib.parse import urlencode

from app.core.admin.pages import Badge, Column, Link, Notice, Row, Tab, Table, Tone, text
from app.core.admin.pages.workbooks import FieldGroup, RowsForm, SheetCell, SheetRow, SheetTable, WorkbookPage
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.workbook_templates.bindings import Bindings, Block, Bound, SheetBindings
from app.core.workbook_templates.grid import Grid, GridCell, grid_of
from app.core.workbook_templates.keeping import STATES
from app.core.workbook_templates.looking import InForce, mark_of
from app.core.workbook_templates.package import Package, SheetPart, losses
from app.core.workbook_templates.sources import FormSource
from app.core.workbook_templates.tables import DRAFT, IN_FORCE, WITHDRAWN, WorkbookTemplateVersion

TONES: dict[str, Tone] = {DRAFT: "warning", IN_FORCE: "good", WITHDRAWN: "muted"}
LIST_URL = "/templates/"


def version_url(version_id: int, **query: str) -> str:
    """The page of a version, perhaps with a sheet and a cell chosen."""
    asked = urlencode({name: value for name, value in query.items() if value})
    return f"{LIST_URL}version/{version_id}" + (f"?{asked}" if asked else "")


def state_of(version: WorkbookTemplateVersion) -> str:
    """The state in words, and from which day on."""
    said = _(STATES[version.state])
    started = version.state == IN_FORCE and version.start
    return _("%(state)s from %(day)s on") % {"state": said, "day": version.start} if started else said


def workbook_page(
    kept: InForce, source: FormSource, package: Package, sheet_name: str, place: str, error: str = ""
) -> WorkbookPage:
    """The page of a version with a sheet and perhaps a cell chosen."""
    version, bindings = kept.version, Bindings.from_json(kept.version.bindings)
    sheet = next((one for one in package.sheets if one.name == sheet_name), None) or _first(package, bindings)
    grid, on_sheet = grid_of(package, sheet), bindings.of(sheet.name)
    editable = version.state == DRAFT
    drawn = _sheet(version.id, sheet.name, grid, on_sheet, source)
    chosen = next((cell for row in drawn.rows for cell in row.cells if cell.place == place), None) if place else None
    return WorkbookPage(
        kept.template.name,
        (Link(_("Own forms"), LIST_URL),),
        drawn,
        sheet.name,
        tuple(
            Tab(one.name, version_url(version.id, sheet=one.name), one == sheet, _bound_on(bindings, one))
            for one in package.sheets
        ),
        chosen,
        _fields(source),
        tuple(_rows(on_sheet, table.name, table.label) for table in source.tables),
        (("sheet", sheet.name), ("seen", mark_of(version))),
        version_url(version.id),
        editable,
        _list(version.id, sheet.name, on_sheet, source, editable),
        subtitle=_("%(document)s, version %(number)s") % {"document": _(source.label), "number": version.number},
        badges=(Badge(state_of(version), TONES[version.state]),),
        notices=_notices(package, grid),
        errors=(error,) if error else (),
    )


def _fields(source: FormSource) -> tuple[FieldGroup, ...]:
    return tuple(
        FieldGroup(
            _("Each row: %(table)s") % {"table": _(label)} if name else _("Single values"),
            tuple((f"{name}:{field.name}", field.called) for field in fields),
        )
        for name, label, fields in source.groups()
        if fields
    )


def _first(package: Package, bindings: Bindings) -> SheetPart:
    return max(package.sheets, key=lambda one: (_bound_on(bindings, one), -one.place))


def _bound_on(bindings: Bindings, sheet: SheetPart) -> int:
    return Bindings((bindings.of(sheet.name),)).count


def _notices(package: Package, grid: Grid) -> tuple[Notice, ...]:
    found = [Notice(_(one), "warning") for one in losses(package)]
    if grid.cut:
        found.append(
            Notice(_("The sheet is larger than what is drawn here; what is further out stays as it is."), "info")
        )
    return tuple(found)


def _sheet(version_id: int, name: str, grid: Grid, bindings: SheetBindings, source: FormSource) -> SheetTable:
    bound = {one.cell: ("", one) for one in bindings.cells}
    bound |= {one.cell: (block.table, one) for block in bindings.blocks for one in block.cells}
    rows = []
    for number, row in enumerate(grid.rows, start=1):
        block = next((one for one in bindings.blocks if one.first <= number <= one.last), None)
        cells = tuple(_cell(version_id, name, cell, bound.get(cell.place), source) for cell in row)
        rows.append(SheetRow(number, cells, _table_label(source, block)))
    return SheetTable(grid.letters, grid.widths, tuple(rows))


def _table_label(source: FormSource, block: Block | None) -> str:
    return next((_(table.label) for table in source.tables if block and table.name == block.table), "")


def _cell(
    version_id: int, sheet: str, cell: GridCell, bound: tuple[str, Bound] | None, source: FormSource
) -> SheetCell:
    url = version_url(version_id, sheet=sheet, cell=cell.place)
    plain = SheetCell(cell.place, cell.text, url, cell.columns, cell.rows, formula=cell.formula)
    if bound is None:
        return plain
    table, one = bound
    return SheetCell(
        cell.place,
        cell.text,
        url,
        cell.columns,
        cell.rows,
        field_label(source, table, one.field),
        f"{table}:{one.field}",
        one.before,
        one.after,
    )


def field_label(source: FormSource, table: str, name: str) -> str:
    """What a field is called."""
    field = source.field_named(table, name)
    return field.called if field else name


def _rows(bindings: SheetBindings, table: str, label: str) -> RowsForm:
    block = next((one for one in bindings.blocks if one.table == table), None)
    if block is None:
        return RowsForm(table, _(label), 0, 0, 1)
    return RowsForm(table, _(label), block.first, block.last, block.height)


COLUMNS = (N_("Cell"), N_("Field"))


def _list(version_id: int, sheet: str, bindings: SheetBindings, source: FormSource, editable: bool) -> Table:
    found = [("", one) for one in bindings.cells]
    found += [(block.table, one) for block in bindings.blocks for one in block.cells]
    rows = tuple(
        Row(
            (
                text(one.cell, version_url(version_id, sheet=sheet, cell=one.cell) if editable else ""),
                text(field_label(source, table, one.field)),
            )
        )
        for table, one in found
    )
    title = _("Bound on this sheet")
    return Table(title, tuple(Column(_(one)) for one in COLUMNS), rows, empty=_("No cell is bound yet."))
