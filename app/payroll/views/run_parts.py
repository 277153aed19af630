"""The parts of a pay run's page: large figures, its facts, its problems, its sums by branch."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from app.core.admin.pages import Column, Fact, Facts, Row, Table, Tile, Tiles, amount, number, person, text
from app.core.capitals import capital_amount
from app.core.i18n import gettext as _
from app.core.money import Fen
from app.payroll.queries.run_lists import Problem, Sums, UnitSums
from app.payroll.rules.names import PROBLEM_FIELDS
from app.payroll.rules.problems import PROBLEMS
from app.payroll.views.wording import grouped, moment, money, month_of, slip_url, slips_url

MOST_SHOWN = 200


def signed(fen: Fen) -> str:
    """A difference with its sign."""
    return f"+{money(fen)}" if fen > 0 else money(fen)


def tiles(now: Sums, earlier: Sums | None) -> Tiles:
    """The run's sums, and how they differ from the month before."""

    def since(name: str) -> str:
        if earlier is None:
            return ""
        difference = getattr(now, name) - getattr(earlier, name)
        written = signed(difference) if name != "people" else f"{difference:+,}"
        return _("%(difference)s against the month before") % {"difference": written}

    return Tiles(
        (
            Tile(_("People"), f"{now.people:,}", note=since("people"), icon="users"),
            Tile(_("Gross pay"), money(now.gross), note=since("gross"), icon="coin"),
            Tile(_("Contributions"), money(now.contributions), note=since("contributions"), icon="shield"),
            Tile(_("Individual income tax"), money(now.tax), note=since("tax"), icon="file-invoice"),
            Tile(_("Net pay"), money(now.net), note=since("net"), tone="good", icon="cash"),
            Tile(_("Employer cost"), money(now.employer), note=since("employer"), icon="building"),
        )
    )


def facts(run: Any, entity: str, now: Sums) -> Facts:
    """Who made and approved what when, and the net total in capitals."""
    return Facts(
        _("Pay run"),
        (
            Fact(_("Legal entity"), text(entity)),
            Fact(_("Month"), text(month_of(run.month))),
            Fact(_("Payment month"), text(month_of(run.payment_month))),
            Fact(_("Net pay in capitals"), text(capital_amount(now.net))),
            Fact(_("Calculated by"), text(run.made_by, note=moment(run.calculated_at))),
            Fact(_("Approved by"), text(run.approved_by, note=moment(run.approved_at))),
            Fact(_("Hash of the content"), text(grouped(run.content_hash))),
        ),
    )


def problem_table(run: Any, problems: Sequence[Problem]) -> Table:
    """Person by person: what is wrong, and what to do."""
    rows = tuple(
        Row(
            (
                person(
                    one.name or one.number,
                    slip_url(run.id, one.number) if one.kind == "NEGATIVE_NET" else f"/staff/employee/{one.number}",
                    one.number,
                ),
                text(_(PROBLEM_FIELDS.get(one.field, one.field))),
                text(_(PROBLEMS.get(one.kind, one.kind))),
            )
        )
        for one in problems[:MOST_SHOWN]
    )
    title = _("Problems")
    if len(problems) > MOST_SHOWN:
        title = _("Problems: the first %(shown)s of %(all)s") % {"shown": MOST_SHOWN, "all": len(problems)}
    columns = (Column(_("Person")), Column(_("Field")), Column(_("What is wrong, and what to do")))
    return Table(title, columns, rows, empty=_("Nothing is wrong: every slip was calculated."))


def branch_table(run_id: int, branches: Sequence[UnitSums], whole: Sums) -> Table:
    """The sums of each branch, and of all."""
    columns = (
        Column(_("Branch")),
        *(
            Column(label, right=True)
            for label in (
                _("People"), _("Gross pay"), _("Contributions"), _("Individual income tax"), _("Other deductions"),
                _("Net pay"), _("Employer cost"),
            )
        ),
    )  # fmt: skip
    rows = tuple(Row((text(one.name, _slips_of(run_id, one.name)), *_cells(one.sums)), one.code) for one in branches)
    totals = Row((text(_("Total")), *_cells(whole)))
    return Table(_("By branch"), columns, rows, totals, empty=_("No slip can be paid."))


def _cells(sums: Sums) -> tuple[Any, ...]:
    figures = (sums.gross, sums.contributions, sums.tax, sums.other, sums.net, sums.employer)
    return (number(sums.people), *(amount(one) for one in figures))


def _slips_of(run_id: int, branch: str) -> str:
    """The payslips of one branch."""
    return f"{slips_url(run_id)}?{urlencode({'f.branch': branch})}"
