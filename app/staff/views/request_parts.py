"""A change request as pages show it: its fields with what was, what is and what is asked for, and their states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.admin.pages import Cell, Column, Row, Table, Tone, pill, text
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.staff import queries
from app.staff.queries import requests as asked
from app.staff.queries.requests import Asked, Line, Person
from app.staff.rules.facts import version_of
from app.staff.rules.requests import (
    APPROVED,
    ASKED,
    CLOSED,
    CONFIRM,
    OPEN,
    RECORDED,
    REFUSED,
    UNDECIDED,
    WITHDRAWN,
)

STATE_NAMES = {OPEN: N_("HR decides"), CONFIRM: N_("To be confirmed"), CLOSED: N_("Decided")}
STATE_TONES: Mapping[str, Tone] = {OPEN: "warning", CONFIRM: "info", CLOSED: "good"}
LINE_NAMES = {
    ASKED: N_("Not decided yet"),
    APPROVED: N_("Approved, to be confirmed by a second person"),
    RECORDED: N_("Approved and recorded"),
    REFUSED: N_("Refused"),
    WITHDRAWN: N_("Taken back"),
}
LINE_TONES: Mapping[str, Tone] = {
    ASKED: "warning", APPROVED: "info", RECORDED: "good", REFUSED: "danger", WITHDRAWN: "muted",
}  # fmt: skip
VERSION = "version-"


@dataclass(frozen=True, slots=True)
class Shown:
    """A request with what the one who looks may see of it. `now` is what is recorded today, by key."""

    request: Asked
    employee: Person
    name: str
    own: bool
    lines: Sequence[Line]
    now: Mapping[str, str]
    before: Mapping[int, str]
    versions: Mapping[str, str]

    def overtaken(self, line: Line) -> bool:
        """Whether what is recorded changed since she asked, for a field that is not decided yet."""
        return line.state in UNDECIDED and self.before[line.id] != self.now[asked.askable_of(line).key]

    @property
    def stale(self) -> bool:
        """Whether any field was overtaken."""
        return any(self.overtaken(line) for line in self.lines)


def shown_of(session: Session, request_id: int) -> Shown:
    """A request as the acting user may see it; NotFound where she may not."""
    request = asked.request_met(session, request_id)
    employee = queries.employee_with_id(session, request.employee_id)
    rows = queries.facts_of(session, employee.id)
    now = asked.values_now(session, employee, rows)
    lines = asked.lines_met(session, request)
    before = {line.id: asked.value_before(session, line) for line in lines}
    versions = {line.kind: version_of(rows, line.kind) for line in lines}
    own = asked.is_own(session, request)
    return Shown(request, employee, now["identity-name"], own, lines, now, before, versions)


def versions_of(form: Mapping[str, str]) -> dict[str, str]:
    """The versions of the facts that a form was filled in over."""
    return {key.removeprefix(VERSION): value for key, value in form.items() if key.startswith(VERSION)}


def lines_table(session: Session, shown: Shown) -> Table:
    """The fields asked for, and what became of each."""
    labels = (N_("Field"), N_("Recorded when asked"), N_("Asked for"), N_("Status"), N_("Decided by"), N_("Why"))
    rows = tuple(_row(session, shown, line) for line in shown.lines)
    return Table(_("What is asked for"), tuple(Column(_(label)) for label in labels), rows)


def _row(session: Session, shown: Shown, line: Line) -> Row:
    one = asked.askable_of(line)
    before = asked.shown(one, shown.before[line.id])
    overtaken = shown.overtaken(line)
    now = asked.shown(one, shown.now[one.key]) or _("empty")
    note = _("now: %(value)s") % {"value": now} if overtaken else ""
    cells: tuple[Cell, ...] = (
        text(_(one.label)),
        Cell(before or _("empty"), note=note, tone="warning" if overtaken else None),
        text(asked.shown(one, asked.value_after(session, line)) or _("empty")),
        pill(_(LINE_NAMES[line.state]), LINE_TONES[line.state]),
        text(", ".join(filter(None, (line.decided_by, line.confirmed_by)))),
        text(line.why),
    )
    return Row(cells, tone="warning" if overtaken else None)
