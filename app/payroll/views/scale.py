"""A version of the pay scale as people know it: levels by steps, posts, seniority, qualifications; and the rates."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from app.core.admin.pages import Badge, Block, Column, Fact, Facts, Link, RecordPage, Row, Table, amount, day, text
from app.core.admin.views import Answer, SecureView, page
from app.core.i18n import gettext as _
from app.core.money import Rounding
from app.payroll.permissions import SCALE_READ
from app.payroll.queries import scale_lists
from app.payroll.rules.names import VERSION_KINDS, VERSION_STATES
from app.payroll.rules.values import CONTRIBUTION_CODES, ContributionRule
from app.payroll.views.rules_used import contribution_table, draft_notice, parameter_name, parameter_value
from app.payroll.views.scales import SCALES_URL

PROBATION = "见习"
MILLION = 1_000_000


class ScaleView(SecureView):
    """One version."""

    endpoint: ClassVar[str] = "payroll_scale"
    address: ClassVar[str] = "/payroll/scales/<int:version_id>"

    @page("/", permission=SCALE_READ)
    def index(self, session: Session, version_id: int) -> Answer:
        """The version with its tables."""
        version = scale_lists.version_by_id(session, version_id)
        rows = scale_lists.rows_of_version(session, version)
        levels, posts = scale_lists.ranks(session)
        documents = "、".join(dict.fromkeys(row.document for row in rows))
        draft = version.state == "draft"
        values = {"kind": _(VERSION_KINDS[version.kind]), "start": version.start.isoformat()}
        facts = Facts(
            _("Version"),
            (
                Fact(_("In force from"), day(version.start)),
                Fact(_("Authorised by"), text(documents)),
                Fact(_("Made by"), text(version.made_by)),
                Fact(_("Approved by"), text(version.approved_by)),
            ),
        )
        notices = (draft_notice(),) if draft else ()
        return RecordPage(
            _("%(kind)s of %(start)s") % values,
            (Link(_("Pay scales"), SCALES_URL),),
            (facts, *_tables(version.kind, rows, levels, posts)),
            subtitle=documents,
            badges=(Badge(_(VERSION_STATES.get(version.state, version.state)), "warning" if draft else "good"),),
            notices=notices,
        )


def _tables(kind: str, rows: Sequence[Any], levels: Mapping[str, int], posts: Mapping[str, int]) -> tuple[Block, ...]:
    if kind == "parameters":
        lines = tuple(
            Row((text(parameter_name(row.name)), text(parameter_value(row.value)), text(row.document))) for row in rows
        )
        columns = (Column(_("Parameter")), Column(_("Value")), Column(_("Authorised by")))
        return (Table(_("Parameters"), columns, lines),)
    if kind == "contributions":
        return (contribution_table(_("Contribution rates"), {_code(row): _rule(row) for row in rows}),)
    return _scale(rows, levels, posts)


def _code(row: Any) -> str:
    item = str(row.item)
    return CONTRIBUTION_CODES.get(item, item)


def _rule(row: Any) -> ContributionRule:
    return ContributionRule(
        Fraction(row.employee_rate, MILLION),
        row.employee_fixed,
        Fraction(row.employer_rate, MILLION),
        row.employer_fixed,
        row.floor,
        row.ceiling,
        Rounding(row.rounding),
        row.document,
    )


def _scale(rows: Sequence[Any], levels: Mapping[str, int], posts: Mapping[str, int]) -> tuple[Block, ...]:
    by: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by[row.component].append(row)
    tables = (
        _level_grid(by["level"], levels),
        _standards(by, levels),
        _simple(_("Post allowance"), _("Post"), sorted(by["post"], key=lambda row: posts.get(row.row_key, 0))),
        _seniority(by["seniority"]),
        _qualifications(by["certificate"]),
    )
    return tuple(table for table in tables if table.rows)


def _by_rank(names: Sequence[str], levels: Mapping[str, int]) -> list[str]:
    """The highest level first, the probation tier last."""
    return sorted(dict.fromkeys(names), key=lambda name: (name == PROBATION, -levels.get(name, 0)))


def _level_grid(rows: Sequence[Any], levels: Mapping[str, int]) -> Table:
    """Levels by steps: how much of the allowance belongs to each."""
    cells = {(row.row_key, row.step): row.amount for row in rows}
    steps = sorted({row.step for row in rows})
    columns = (
        Column(_("Level")),
        *(Column(_("Step %(step)s") % {"step": step}, right=True) for step in steps),
    )
    lines = tuple(
        Row((text(level), *(amount(cells.get((level, step))) for step in steps)))
        for level in _by_rank([row.row_key for row in rows], levels)
    )
    return Table(_("Level allowance, by level and step"), columns, lines)


def _standards(by: Mapping[str, Sequence[Any]], levels: Mapping[str, int]) -> Table:
    """Base pay and performance standard of each level."""
    base = {row.row_key: row.amount for row in by.get("base", ())}
    performance = {row.row_key: row.amount for row in by.get("performance", ())}
    columns = (
        Column(_("Level")),
        Column(_("Base pay"), right=True),
        Column(_("Performance standard"), right=True),
    )
    names = _by_rank([*base, *performance], levels)
    lines = tuple(Row((text(name), amount(base.get(name)), amount(performance.get(name)))) for name in names)
    return Table(_("Base pay and performance standard"), columns, lines)


def _simple(title: str, label: str, rows: Sequence[Any]) -> Table:
    columns = (Column(label), Column(_("Amount a month"), right=True))
    return Table(title, columns, tuple(Row((text(row.row_key), amount(row.amount))) for row in rows))


def _seniority(rows: Sequence[Any]) -> Table:
    columns = (Column(_("Amount for each full year"), right=True), Column(_("At most so many years"), right=True))
    lines = tuple(Row((amount(row.amount), text(row.cap_years))) for row in rows)
    return Table(_("Seniority allowance"), columns, lines)


def _qualifications(rows: Sequence[Any]) -> Table:
    columns = (
        Column(_("Qualification")),
        Column(_("Rank"), right=True),
        Column(_("Amount a month"), right=True),
        Column(_("Needs a valid registration")),
    )
    lines = tuple(
        Row(
            (
                text(row.row_key),
                text(row.rank),
                amount(row.amount),
                text(_("yes") if row.requires_registration else _("no")),
            )
        )
        for row in sorted(rows, key=lambda row: row.rank or 0)
    )
    return Table(_("Qualification allowance"), columns, lines)
