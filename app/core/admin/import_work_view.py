"""Working on an upload: matching its columns, and setting its faulty cells right in a grid."""

from typing import ClassVar

from flask import flash, jsonify, request
from sqlalchemy.orm import Session

from app.core.access import LOGGED_IN
from app.core.admin.grids import CellFault, GridUnreadable, cells_sent, refused
from app.core.admin.import_parts import CRUMB, DONE, HISTORY, Checked, check_again, history_table, last_check, steps
from app.core.admin.import_result import SHOWN
from app.core.admin.pages import (
    BoardPage,
    Choice,
    Column,
    Input,
    Link,
    Notice,
    Prose,
    RecordPage,
    Row,
    Tab,
    Table,
    number,
    text,
)
from app.core.admin.pages.grid import GridCell, GridColumn, GridPage, GridRow
from app.core.admin.pages.imports import MatchColumn, MatchPage, MatchSheet
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import NotFound
from app.core.i18n import N_, listed
from app.core.i18n import gettext as _
from app.core.imports import history
from app.core.imports.adjusting import kept_adjustments
from app.core.imports.columns import TEXT_LIMIT, ImportSheet
from app.core.imports.kept import FaultySheet, kept_faulty, kept_layouts
from app.core.imports.matching import Layout, faults_of
from app.core.imports.memory import remember
from app.core.imports.undoing import undo
from app.core.jobs import job_folder


class ImportWorkView(SecureView):
    """One import at work."""

    endpoint: ClassVar[str] = "import_work"
    address: ClassVar[str] = "/import"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """The imports there were."""
        return HISTORY

    @page("/<int:import_id>/", permission=LOGGED_IN)
    def show(self, session: Session, import_id: int) -> Answer:
        """How an import stands: its result for whoever uploaded it, for others what the history knows."""
        past = history.import_view(session, import_id)
        job = past.apply_job if past.state in DONE else past.check_job
        try:
            there = job is not None and (job_folder(session, job) / "outcome.json").exists()
        except NotFound:
            there = False
        if there:
            return f"/imports/result/{job}"
        note = Notice(_("Its file and its list of changes are not kept any more, or belong to somebody else."))
        return BoardPage(past.file_name, (history_table(session, [past]),), notices=(note,))

    @page("/<int:import_id>/match", permission=LOGGED_IN)
    def match(self, session: Session, import_id: int) -> Answer:
        """The columns of the file, each with what it is taken for."""
        checked = last_check(session, import_id)
        return _match_page(checked, _proposed(checked))

    @action("/<int:import_id>/match", permission=LOGGED_IN)
    def save_match(self, session: Session, import_id: int) -> Answer:
        """Match the columns as chosen, remember it, and check the file."""
        checked = last_check(session, import_id)
        layouts = kept_layouts(checked.folder)
        chosen = [_chosen(number, layout) for number, layout in enumerate(layouts)]
        errors = _match_errors(checked, layouts, chosen)
        if errors:
            return _match_page(checked, chosen, errors), 422
        for layout, fields in zip(layouts, chosen, strict=True):
            remember(session, checked.kind, layout, fields)
        matched = {one.sheet: one.matched(fields) for one, fields in zip(layouts, chosen, strict=True)}
        return check_again(session, checked, kept_adjustments(checked.folder).with_matched(matched))

    @action("/<int:import_id>/undo", permission=LOGGED_IN)
    def undo(self, session: Session, import_id: int) -> Answer:
        """Undo an applied import, or say what stands in the way."""
        past = history.own_import(session, import_id)
        reasons = undo(session, import_id)
        if reasons:
            told = Notice(_("Nothing was changed: this import cannot be undone any more."), "danger")
            back = (Link(_(CRUMB.label), CRUMB.url), Link(past.file_name, f"/import/{import_id}/"))
            return RecordPage(
                _("Not undone"), back, (Prose(_("What stands in the way"), tuple(reasons)),), notices=(told,)
            )
        flash(_("The import was undone: what it brought is no longer known, what it replaced is known again."))
        return f"/import/{import_id}/"

    @page("/<int:import_id>/fix", permission=LOGGED_IN)
    def fix(self, session: Session, import_id: int) -> Answer:
        """The rows with errors, as a grid."""
        checked = last_check(session, import_id)
        sheets = kept_faulty(checked.folder)
        chosen = min(max(0, request.args.get("sheet", 0, type=int)), max(0, len(sheets) - 1))
        return _fix_page(checked, sheets, chosen)

    @action("/<int:import_id>/fix", permission=LOGGED_IN)
    def save_fix(self, session: Session, import_id: int) -> Answer:
        """Write cells of the file anew and check it again."""
        checked = last_check(session, import_id)
        if request.form.get("version") != str(checked.job_id):
            return refused([], _("The file was checked again meanwhile. Load the page anew."))
        adjustments = kept_adjustments(checked.folder)
        sheets = kept_faulty(checked.folder)
        sheet = next((one for one in sheets if one.sheet == request.form.get("sheet")), None)
        if sheet is None:
            raise GridUnreadable()
        written, errors = _written(sheet)
        if errors:
            return refused(errors)
        return jsonify({"url": check_again(session, checked, adjustments.with_cells(sheet.sheet, written))})


def _written(sheet: FaultySheet) -> tuple[dict[tuple[int, int], str], list[CellFault]]:
    """The cells that were sent, by row and column of the sheet from 0; and those that cannot be."""
    places = {str(place) for place, _label in sheet.columns}
    rows = {str(number) for number, _texts, _faults in sheet.rows}
    written, errors = {}, []
    for cell in cells_sent():
        if cell.row not in rows or cell.column not in places:
            raise GridUnreadable()
        if len(cell.value) > TEXT_LIMIT:
            errors.append(CellFault(cell.row, cell.column, _("This text is too long.")))
        written[int(cell.row) - 1, int(cell.column)] = cell.value
    return written, errors


def _expected(checked: Checked, layout: Layout) -> ImportSheet:
    found: ImportSheet = next(one for one in checked.kind.sheets if one.title == layout.title)
    return found


def _proposed(checked: Checked) -> list[list[str]]:
    """As matched before, else as guessed."""
    matched = kept_adjustments(checked.folder).matched
    return [
        list(matched[layout.sheet].fields if layout.sheet in matched else layout.guesses)
        for layout in kept_layouts(checked.folder)
    ]


def _chosen(number: int, layout: Layout) -> list[str]:
    return [request.form.get(f"field-{number}-{place}", "") for place in range(len(layout.headings))]


def _match_errors(checked: Checked, layouts: tuple[Layout, ...], chosen: list[list[str]]) -> tuple[str, ...]:
    """What is still missing, and what is chosen twice."""
    said = []
    for layout, fields in zip(layouts, chosen, strict=True):
        missing, twice = faults_of(layout, fields, _expected(checked, layout))
        if missing:
            said.append(
                _("These columns must be there and are not matched yet: %(columns)s.") % {"columns": listed(missing)}
            )
        if twice:
            said.append(_("Two columns are read as %(columns)s. Leave one of them out.") % {"columns": listed(twice)})
    return tuple(said)


def _match_page(checked: Checked, chosen: list[list[str]], errors: tuple[str, ...] = ()) -> MatchPage:
    layouts = kept_layouts(checked.folder)
    missing = errors or _match_errors(checked, layouts, chosen)
    sheets = tuple(
        MatchSheet(layout.sheet, tuple(_match_columns(number, layout, chosen[number], _expected(checked, layout))))
        for number, layout in enumerate(layouts)
    )
    told = Notice(_("Say what each column of your file is. What is likely is chosen already."), "info")
    return MatchPage(
        _(checked.kind.label),
        (Link(_(CRUMB.label), CRUMB.url), Link(_("History"), HISTORY)),
        steps(1),
        f"/import/{checked.past.id}/match",
        sheets,
        missing,
        (told,),
        f"/imports/{checked.kind.code}",
    )


def _match_columns(number: int, layout: Layout, chosen: list[str], expected: ImportSheet) -> list[MatchColumn]:
    left_out = Choice("", _("(leave out)"))
    fields = tuple(Choice(one.name, f"{one.header} *" if one.needed else one.header) for one in expected.columns)
    return [
        MatchColumn(
            heading,
            layout.samples[place],
            Input(f"field-{number}-{place}", heading, "select", chosen[place], choices=(left_out, *fields)),
        )
        for place, heading in enumerate(layout.headings)
        if heading or layout.samples[place]
    ]


def _fix_page(checked: Checked, sheets: tuple[FaultySheet, ...], chosen: int) -> GridPage:
    address = f"/import/{checked.past.id}/fix"
    sheet = sheets[chosen] if sheets else FaultySheet("", (), ())
    rows = tuple(
        GridRow(
            str(row),
            str(row),
            tuple(
                GridCell(cell, faults.get(str(place), ""))
                for cell, (place, _label) in zip(cells, sheet.columns, strict=True)
            ),
        )
        for row, cells, faults in sheet.rows
    )
    tabs = tuple(
        Tab(one.sheet, f"{address}?sheet={place}", place == chosen, len(one.rows)) for place, one in enumerate(sheets)
    )
    told = Notice(_("Correct the red cells. When you check again, the whole file is looked at with your corrections."))
    return GridPage(
        _("Fix in the browser"),
        (Link(_(CRUMB.label), CRUMB.url), Link(_(checked.kind.label), f"/imports/result/{checked.job_id}")),
        address,
        _("Row"),
        tuple(GridColumn(str(place), label) for place, label in sheet.columns),
        rows,
        _("Check again"),
        f"/imports/result/{checked.job_id}",
        (("sheet", sheet.sheet), ("version", str(checked.job_id))),
        tabs if len(tabs) > 1 else (),
        (told,),
        others=_others(checked, sheets),
    )


def _others(checked: Checked, sheets: tuple[FaultySheet, ...]) -> Table | None:
    """Errors that no cell of the grids shows."""
    shown = {(sheet.sheet, row) for sheet in sheets for row, _cells, _faults in sheet.rows}
    first = sheets[0].sheet if sheets else ""
    rest = [one for one in checked.outcome.errors if (one.sheet or first, one.row) not in shown]
    labels = (N_("Sheet"), N_("Row"), N_("Column"), N_("What is wrong and how to mend it"))
    rows = tuple(Row((text(one.sheet), number(one.row), text(one.column), text(one.message))) for one in rest[:SHOWN])
    return (
        Table(_("Not in the grid"), tuple(Column(_(label), right=label == "Row") for label in labels), rows)
        if rows
        else None
    )
