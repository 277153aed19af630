"""The boards of staff and their tiles: who is where, how old, how long here, with what; leavers, contract ends."""

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import may
from app.core.admin.pages import Button, ChartBlock, Column, Panel, Row, Table, day, person, text
from app.core.boards import once
from app.core.charts import Chart, Series
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import Board, BoardTile
from app.core.settings import setting_value
from app.staff import queries
from app.staff.permissions import PERSONAL_READ, STAFF_READ, STATISTICS_READ
from app.staff.reports.figures import TURNOVER_LINE
from app.staff.reports.staffing import staffing
from app.staff.rules import bands
from app.staff.rules.retirement import MEN
from app.staff.rules.status import ACTIVE, JOINING, PROBATION

LIST = "/staff/employees/"
STATUSES = ((ACTIVE, N_("At work")), (PROBATION, N_("On the probation tier")), (JOINING, N_("Joining")))
YEARS, MOST_ENDS, MOST_UPRIGHT = 8, 7, 14
FEWEST = 30
"""Ages of fewer people than these are shown only to whoever may read personal details: bands would name them."""


def percent(text: str) -> int:
    """A whole number of percent; ValueError when it is none."""
    value = int(text)
    if not 0 <= value <= 100:
        raise ValueError(f"{text} is no percentage")
    return value


def headcount(session: Session) -> Panel | None:
    """People by branch and status; of a single branch by workstation."""
    parts = [part for part in once(session, queries.statistics).units if part.status in dict(STATUSES)]
    names = once(session, queries.unit_names)
    whole = len({part.branch_id for part in parts}) > 1
    units = [unit for unit in names if any(unit == (part.branch_id if whole else part.unit_id) for part in parts)]
    counts: dict[tuple[int | None, str], int] = {}
    for part in parts:
        key = (part.branch_id if whole else part.unit_id, part.status)
        counts[key] = counts.get(key, 0) + part.count
    series = tuple(
        Series(
            _(label),
            tuple(counts.get((unit, status), 0) for unit in units),
            tuple(_unit_url(unit, status, whole) for unit in units),
        )
        for status, label in STATUSES
        if any(counts.get((unit, status)) for unit in units)
    )
    title = _("People by branch") if whole else _("People by workstation")
    categories = bands.without_common_ending([names[unit] for unit in units])
    return _panel(Chart(title, "stacked", categories, series, heading=_("Unit"), in_order=len(units) <= MOST_UPRIGHT))


def _unit_url(unit: int, status: str, whole: bool) -> str:
    if whole:
        return f"{LIST}?{urlencode([('f.branch', unit), ('f.status', status)])}"
    return f"/staff/figures/unit/{unit}/?f.status={status}"


def ages(session: Session) -> Panel | None:
    """Those at work by sex and age."""
    found = once(session, queries.statistics).ages
    personal = may(session, PERSONAL_READ)
    if not found or (not personal and sum(found.values()) < FEWEST):
        return None
    men = {first: count for (sex, first), count in found.items() if sex in MEN}
    women = {first: count for (sex, first), count in found.items() if sex not in MEN}
    series = tuple(
        Series(
            label,
            tuple(counts.get(first, 0) for first in bands.AGES),
            tuple(f"/staff/figures/age/{quote(sex)}-{first}/?page=1" for first in bands.AGES) if personal else (),
        )
        for label, counts, sex in ((_("Men"), men, _sex(found, True)), (_("Women"), women, _sex(found, False)))
    )
    categories = tuple(bands.name_of(bands.AGES, first) for first in bands.AGES)
    chart = Chart(_("Age and sex"), "bar", categories, series, heading=_("Age"), in_order=True, shape="pyramid")
    return _panel(chart, _("people at work"))


def _sex(found: dict[tuple[str, int], int], men: bool) -> str:
    """How the sex is written in the records."""
    return next((sex for sex, _first in found if (sex in MEN) == men), "")


def service(session: Session) -> Panel | None:
    """Those at work by years of service."""
    found = once(session, queries.statistics).service
    values = tuple(found.get(first, 0) for first in bands.SERVICE)
    urls = tuple(f"/staff/figures/service/{first}/?page=1" for first in bands.SERVICE)
    categories = tuple(bands.name_of(bands.SERVICE, first) for first in bands.SERVICE)
    series = (Series(_("People"), values, urls),)
    return _panel(Chart(_("Years of service"), "bar", categories, series, heading=_("Years"), in_order=True))


def education(session: Session) -> Panel | None:
    """Those at work by education."""
    found = sorted(once(session, queries.statistics).education.items(), key=lambda one: -one[1])
    values = tuple(count for _name, count in found)
    status = [("f.status", ACTIVE), ("f.status", PROBATION)]
    urls = tuple(f"{LIST}?{urlencode([('f.education', name), *status])}" if name else "" for name, _count in found)
    categories = tuple(name or _("not recorded") for name, _count in found)
    return _panel(Chart(_("Education"), "pie", categories, (Series(_("People"), values, urls),)))


def qualifications(session: Session) -> Panel | None:
    """Those at work by the qualifications they hold."""
    found = sorted(once(session, queries.statistics).qualifications.items(), key=lambda one: -one[1])
    values = tuple(count for _name, count in found)
    urls = tuple(f"/staff/figures/qualification/{quote(name)}/?page=1" for name, _count in found)
    series = (Series(_("People"), values, urls),)
    chart = Chart(_("Qualifications"), "bar", tuple(name for name, _count in found), series, heading=_("Qualification"))
    return _panel(chart, _("who holds several counts for each"))


def turnover(session: Session) -> Panel | None:
    """Who left, year by year, in percent of those there on average, with the line not to cross."""
    this_year = clock.today().year
    spans = once(session, queries.statistics).spans
    found = [one for one in bands.turnover(spans, range(this_year - YEARS + 1, this_year + 1)) if one.rate is not None]
    line = setting_value(session, TURNOVER_LINE)
    urls = tuple(f"/staff/figures/left/{one.year}/?page=1" for one in found)
    rates = Series(_("Turnover in percent"), tuple(one.rate for one in found), urls)
    chart = Chart(
        _("Turnover by year"),
        "bar",
        tuple(str(one.year) for one in found),
        (rates,),
        heading=_("Year"),
        in_order=True,
        limit=line,
        limit_label=_("%(line)s %% line") % {"line": line},
    )
    return _panel(chart, _("percent of the average headcount; this year so far"))


def contract_ends(session: Session) -> Panel | None:
    """The contracts that end first."""
    today = clock.today()
    found = queries.next_contract_ends(session, today + timedelta(days=queries.CONTRACT_DAYS), MOST_ENDS)
    names = once(session, queries.unit_names)
    rows = tuple(
        Row(
            (
                person(one.name, f"/staff/employee/{one.number}"),
                text(names.get(one.branch_id) if one.branch_id else None),
                text(one.post),
                day(one.end, _left(one.end, today), "danger" if one.end < today else "warning"),
            )
        )
        for one in found
    )
    columns = (Column(_("Name")), Column(_("Branch")), Column(_("Post")), Column(_("Contract ends")))
    table = Table(
        "", columns, rows, empty=_("No contract ends within %(days)s days.") % {"days": queries.CONTRACT_DAYS}
    )
    return Panel(
        _("Contracts ending soon"), (table,), _("by date"), (Button(_("All"), "/staff/due/contracts/?page=1", "list"),)
    )


def _left(end: date, today: date) -> str:
    days = (end - today).days
    return _("overdue") if days < 0 else _("today") if days == 0 else _("%(days)s days") % {"days": days}


def _panel(chart: Chart, note: str = "") -> Panel:
    return Panel(chart.title, (ChartBlock(chart),), note)


BOARDS: Sequence[Board] = (
    Board("leader", N_("Headquarters board"), ("leader", "auditor"), 10),
    Board("hr", N_("HR board"), ("hr_head", "hr"), 20),
    Board("trainer", N_("Training board"), ("trainer",), 40),
    Board("branch", N_("Branch board"), ("branch",), 50),
    Board("employee", N_("My board"), ("employee",), 90),
)
ALL = ("leader", "hr", "branch")
BOARD_TILES = (
    BoardTile("staff.headcount", N_("People by branch"), STAFF_READ, headcount, ALL, 2, 1),
    BoardTile("staff.ages", N_("Age and sex"), STATISTICS_READ, ages, ALL, 2, 2),
    BoardTile("staff.contract_ends", N_("Contracts ending soon"), STAFF_READ, contract_ends, ALL, 2, 31),
    BoardTile("staff.turnover", N_("Turnover by year"), STAFF_READ, turnover, ALL, 2, 30),
    BoardTile("staff.service", N_("Years of service"), STAFF_READ, service, ALL, 1, 33),
    BoardTile("staff.qualifications", N_("Qualifications"), STAFF_READ, qualifications, (*ALL, "trainer"), 2, 32),
    BoardTile("staff.education", N_("Education"), STAFF_READ, education, (*ALL, "trainer"), 1, 34),
    BoardTile("staff.staffing", N_("Staffing of the workstations"), STAFF_READ, staffing, ("leader", "hr"), 3, 40),
)
