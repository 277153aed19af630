"""Entering a month's inputs as in Excel: grades, special deductions and one-off amounts of the people of the month."""

from typing import ClassVar
from urllib.parse import urlencode

from flask import flash, jsonify, request
from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.grids import CellFault, GridUnreadable, SentCell, cells_sent, refused
from app.core.admin.pages import Button, Input, Link, Notice
from app.core.admin.pages.grid import GridCell, GridColumn, GridPage, GridRow
from app.core.admin.views import Answer, SecureView, action, page
from app.core.i18n import gettext as _
from app.core.periods import Month
from app.payroll import services
from app.payroll.permissions import INPUT_WRITE
from app.payroll.queries import entry
from app.payroll.queries.entry import GRADE, NOTHING, SPECIAL, EntryPerson
from app.payroll.services.entering import EntryCell, shown

PAGE_SIZE = 80
URL = "/payroll/inputs/"


class EntryView(SecureView):
    """A month's inputs."""

    endpoint: ClassVar[str] = "payroll_entry"
    address: ClassVar[str] = "/payroll/inputs"

    @page("/", permission=INPUT_WRITE)
    def index(self, session: Session) -> Answer:
        """The grid of a month."""
        return _grid(session, _month(request.args.get("month", "")), request.args.get("q", "").strip()[:100])

    @action("/", permission=INPUT_WRITE)
    def save(self, session: Session) -> Answer:
        """Enter the cells that were changed, all of them or none."""
        month = _month(request.form.get("month", ""))
        typed = [_typed(cell) for cell in cells_sent()]
        faults = services.enter(session, month, typed)
        if faults:
            return refused([CellFault(str(one.employee_id), one.column, one.message) for one in faults])
        flash(_("%(count)s cells saved.") % {"count": len(typed)})
        query = {name: request.form.get(name, "") for name in ("q", "page")}
        return jsonify({"url": f"{URL}?{urlencode({'month': str(month), **query})}"})


def _typed(cell: SentCell) -> EntryCell:
    if not cell.row.isdecimal():
        raise GridUnreadable()
    return EntryCell(int(cell.row), cell.column, cell.value, cell.version)


def _month(text: str) -> Month:
    """The month of the address; this month when it says none, or none that can be read."""
    try:
        return Month.parse(text)
    except ValueError:
        return Month.of(clock.today())


def _grid(session: Session, month: Month, typed: str) -> GridPage:
    number = max(1, request.args.get("page", 1, type=int) or 1)
    total, people = entry.people_of_month(session, month, typed, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    columns = _columns(session, month)
    first = (number - 1) * PAGE_SIZE + 1
    query = {"month": str(month), "q": typed}

    def leaf(other: int) -> str:
        return f"{URL}?{urlencode({**query, 'page': other})}"

    said = _("%(first)s–%(last)s of %(total)s")
    return GridPage(
        _("Monthly inputs"),
        (Link(str(month)),),
        URL,
        _("Person"),
        columns,
        _rows(session, month, people, columns),
        _("Save"),
        hidden=(("month", str(month)), ("q", typed), ("page", str(number))),
        notices=_notices(session, month),
        buttons=(Button(_("Import a workbook"), "/imports/monthly-inputs", "file-import"),),
        previous_url=leaf(number - 1) if number > 1 else "",
        next_url=leaf(number + 1) if first + len(people) <= total else "",
        shown=said % {"first": first, "last": first + len(people) - 1, "total": total} if people else "",
        filters=(
            Input("month", _("Month"), "month", str(month), required=True),
            Input("q", _("Name or number"), value=typed),
        ),
        empty=_("Nobody of this month fits."),
    )


def _columns(session: Session, month: Month) -> tuple[GridColumn, ...]:
    """The grade, the special deductions, and a column for each one-off item."""
    items = tuple(
        GridColumn(code, f"{kind.name} ({_('deduction') if kind.category == 'deduction' else _('earning')})", "number")
        for code, kind in entry.input_kinds(session).items()
    )
    grade = GridColumn(GRADE, _("Grade"), choices=entry.grades_of(session, month))
    return (grade, GridColumn(SPECIAL, _("Special deductions to date"), "number"), *items)


def _rows(
    session: Session, month: Month, people: tuple[EntryPerson, ...], columns: tuple[GridColumn, ...]
) -> tuple[GridRow, ...]:
    known = entry.entered(session, month, [person.employee_id for person in people])
    rows = []
    for person in people:
        held = [known.get((person.employee_id, column.name), NOTHING) for column in columns]
        cells = tuple(GridCell(shown(one), version=one.version, fixed=len(one.keys) > 1) for one in held)
        rows.append(GridRow(str(person.employee_id), f"{person.number} {person.name}", cells))
    return tuple(rows)


def _notices(session: Session, month: Month) -> tuple[Notice, ...]:
    if not entry.is_sealed(session, month):
        return ()
    said = _("A pay run of %(month)s is approved already. What you change now does not change what was approved.")
    return (Notice(said % {"month": str(month)}, "warning"),)
