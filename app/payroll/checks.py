"""Self-checks of the ledger: slips add up, totals are their sums, sealed runs are what was sealed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.audit import AuditEntry
from app.core.doctor import Check, Finding, error, fine, some
from app.core.i18n import N_
from app.core.periods import Month
from app.payroll.models import PayRun, Payslip, RunTotal
from app.payroll.queries.runs import SEALED
from app.payroll.rules.evaluate import evaluate
from app.payroll.rules.slips import SLIP_COLUMNS, by_column, run_hash
from app.payroll.rules.snapshot import month_rules, person_month
from app.payroll.rules.values import CONTRIBUTION_ITEMS, RATED_ITEMS, STATUS_NEGATIVE_NET, STATUS_OK, MonthRules
from app.staff.models import Employee

RESTORE = N_(
    "It was changed outside the program. Compare with the printed sheet and restore the newest good backup: "
    "ziqiang restore FILE"
)
WRONG_SUM = N_("pay run %(month)s: these slips do not add up: %(numbers)s")
WRONG_TOTAL = N_("pay run %(month)s: its totals are not the sums of its slips, in %(items)s")
NOT_SEALED = N_("pay run %(month)s: its content is not what was calculated and sealed; slips in doubt: %(numbers)s")
NOT_APPROVED = N_("pay run %(month)s: its seal is not the one the audit log says was approved")
NOT_COMPUTED = N_("pay run %(month)s: computed again, these slips come out otherwise: %(numbers)s")


@dataclass(frozen=True, slots=True)
class _Slip:
    """A stored slip: its columns as they were hashed, and whose it is."""

    number: str
    columns: tuple[Any, ...]

    def __getitem__(self, name: str) -> Any:
        return self.columns[SLIP_COLUMNS.index(name)]

    @property
    def lines(self) -> Mapping[str, int]:
        """Amounts by item; none where the text is damaged."""
        return _parsed(self["lines"])


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _runs(session: Session, *states: str) -> Sequence[PayRun]:
    statement = select(PayRun).where(PayRun.state.in_(states)).order_by(PayRun.month, PayRun.id)
    return session.scalars(statement).all()


def _slips(session: Session, run: PayRun) -> list[_Slip]:
    columns = [getattr(Payslip, name) for name in SLIP_COLUMNS]
    statement = (
        select(Employee.number, *columns)
        .outerjoin_from(Payslip, Employee, Employee.id == Payslip.employee_id)
        .where(Payslip.run_id == run.id)
        .order_by(Payslip.position)
    )
    return [_Slip(row[0] or f"#{row[2]}", tuple(row[1:])) for row in session.execute(statement)]


def ledger(session: Session) -> Iterator[Finding]:
    """Every run adds up both ways and, with its rules, has the hash it was sealed with."""
    faulty, runs, slips = False, 0, 0
    approvals = _approvals(session)
    for run in _runs(session, "calculated", *SEALED):
        stored = _slips(session, run)
        runs, slips = runs + 1, slips + len(stored)
        for finding in _run_faults(session, run, stored, approvals):
            faulty = True
            yield finding
    if not faulty:
        yield fine(N_("%(runs)s pay runs with %(slips)s slips add up and are what was sealed"), runs=runs, slips=slips)


def _run_faults(
    session: Session, run: PayRun, slips: Sequence[_Slip], approvals: Mapping[str, set[str]]
) -> Iterator[Finding]:
    month = str(Month.of(run.month))
    wrong = [slip.number for slip in slips if not adds_up(slip)]
    if wrong:
        yield error(WRONG_SUM, RESTORE, month=month, numbers=some(wrong))
    items = _wrong_totals(session, run, slips)
    if items:
        yield error(WRONG_TOTAL, RESTORE, month=month, items=some(items))
    in_order = all(one.number < other.number for one, other in pairwise(slips))
    if run_hash(run.rules, by_column([slip.columns for slip in slips])) != run.content_hash or not in_order:
        doubtful = sorted({*wrong, *_differing(run, slips)}) or ["-"]
        yield error(NOT_SEALED, RESTORE, month=month, numbers=some(doubtful))
    if run.state in SEALED and run.content_hash not in approvals.get(month, ()):
        yield error(NOT_APPROVED, RESTORE, month=month)


def adds_up(slip: _Slip) -> bool:
    """Whether a slip's net is its lines, and its columns are its lines (pay rules, section 5, 1)."""
    lines = slip.lines
    try:
        gross = sum(lines[item] for item in (*RATED_ITEMS, "INPUTS"))
        withheld = sum(lines[item] for item in CONTRIBUTION_ITEMS)
        net = gross - withheld - lines["TAX"] - lines["OTHER"]
        employer = sum(
            amount for item, amount in lines.items() if item.startswith("EMPLOYER_") and item != "EMPLOYER_TOTAL"
        )
        return (
            (lines["GROSS"], lines["NET"], lines["EMPLOYER_TOTAL"]) == (gross, net, employer)
            and (slip["gross"], slip["contributions"], slip["tax"], slip["net"]) == (gross, withheld, lines["TAX"], net)
            and slip["status"] == (STATUS_OK if net >= 0 else STATUS_NEGATIVE_NET)
        )
    except (KeyError, TypeError):
        return False


def _wrong_totals(session: Session, run: PayRun, slips: Sequence[_Slip]) -> list[str]:
    """Items whose stored sums by unit are not those of the payable slips."""
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for slip in slips:
        if slip["status"] == STATUS_OK:
            for item, amount in slip.lines.items():
                total = sums[slip["unit_id"], item]
                total[0] += 1
                total[1] += amount
    statement = select(RunTotal.unit_id, RunTotal.item, RunTotal.people, RunTotal.amount)
    stored = {
        (unit_id, item): [people, amount]
        for unit_id, item, people, amount in session.execute(statement.where(RunTotal.run_id == run.id))
    }
    differing = {key[1] for key in sums.keys() | stored.keys() if sums.get(key) != stored.get(key)}
    return sorted(differing)


def _approvals(session: Session) -> dict[str, set[str]]:
    """Hashes that were approved, by month, as the audit log has them."""
    found: dict[str, set[str]] = defaultdict(set)
    statement = select(AuditEntry.object_key, AuditEntry.content_hash).where(AuditEntry.action == "run.approve")
    for month, content_hash in session.execute(statement):
        found[month].add(content_hash)
    return found


def _differing(run: PayRun, slips: Sequence[_Slip]) -> list[str]:
    """Whose slips, computed again from what was frozen by the exact evaluator, come out otherwise."""
    try:
        rules = month_rules(orjson.loads(run.rules))
    except (KeyError, TypeError, ValueError):
        return [slip.number for slip in slips]
    return [slip.number for slip in slips if not _same(slip, rules)]


def _same(slip: _Slip, rules: MonthRules) -> bool:
    try:
        again = evaluate(person_month(slip.number, orjson.loads(slip["inputs"])), rules)
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError):
        return False
    return {**again.lines, **again.employer} == slip.lines and again.status == slip["status"]


def recomputed(session: Session) -> Iterator[Finding]:
    """Every slip of every sealed run, computed again, is the same to the fen (pay rules, section 5, 1 and 3)."""
    faulty, runs, slips = False, 0, 0
    for run in _runs(session, *SEALED):
        stored = _slips(session, run)
        runs, slips = runs + 1, slips + len(stored)
        wrong = _differing(run, stored)
        if wrong:
            faulty = True
            yield error(NOT_COMPUTED, RESTORE, month=str(Month.of(run.month)), numbers=some(wrong))
    if not faulty:
        message = N_("%(slips)s slips of %(runs)s sealed pay runs, computed again, are the same to the fen")
        yield fine(message, runs=runs, slips=slips)


CHECKS = (
    Check(N_("Ledger"), ledger, ("doctor", "verify")),
    Check(N_("Computed again"), recomputed, ("verify",)),
)
