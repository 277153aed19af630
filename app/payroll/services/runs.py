"""Calculate, store, approve and seal pay runs.

Calculating reads and computes outside the write transaction; storing is one short transaction that
replaces the draft's slips as a whole, so that a run killed at any moment leaves the old one or the new.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import authorize_everywhere
from app.core.db import bulk_insert, driver_day, many_objects
from app.core.periods import Month
from app.payroll.errors import MakerCannotApprove, NoSuchRun, RunApproved, RunChanged, RunNotApprovable
from app.payroll.models import PayRun, Payslip, RunTotal, ScaleVersion
from app.payroll.permissions import RUN_APPROVE, RUN_MAKE, SCALE_APPROVE
from app.payroll.queries.month_facts import MonthFacts, load_month
from app.payroll.queries.month_rules import RulesInForce, month_rules
from app.payroll.queries.runs import first_missing_month, legal_entity_of, monthly_run
from app.payroll.rules.snapshot import frozen_inputs, frozen_rules
from app.payroll.rules.values import CONTRIBUTION_ITEMS, EMPLOYER_LINES, SLIP_LINES
from app.payroll.rules.vectorised.engine import calculate
from app.payroll.rules.vectorised.exact import Ints
from app.payroll.rules.vectorised.rates import build_rates
from app.payroll.rules.vectorised.result import ERROR, NEGATIVE_NET, OK, MonthResult

MONTHLY = "monthly"
SEALED = ("approved", "paid")
STATUS_NAMES = {OK: "OK", NEGATIVE_NET: "NEGATIVE_NET"}


@dataclass(frozen=True, slots=True)
class SlipProblem:
    """What is wrong with one person's slip; everybody else's stands."""

    number: str
    field: str
    kind: str


@dataclass(frozen=True, slots=True)
class CalculatedRun:
    """A month, calculated and not yet stored: slip rows in order of number, and what they came from."""

    legal_entity_id: int
    month: Month
    payment_month: Month
    rules: str
    draft_versions: tuple[int, ...]
    known_at: datetime
    rows: Sequence[tuple[Any, ...]]
    totals: Mapping[tuple[int, str], tuple[int, int]]
    problems: tuple[SlipProblem, ...]
    content_hash: str


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What storing a run did: `created` is whether it is new; counts are of slips."""

    run_id: int
    created: bool
    slips: int
    payable: int
    content_hash: str
    problems: tuple[SlipProblem, ...]


def calculate_run(
    session: Session, month: Month, payment_month: Month | None = None, entity_code: str | None = None
) -> CalculatedRun:
    """Compute everybody's slip of a month, in a reading session; nothing is written."""
    authorize_everywhere(session, RUN_MAKE)
    payment = payment_month or month
    entity = legal_entity_of(session, entity_code)
    run = monthly_run(session, entity.id, month)
    if run is not None and run.state in SEALED:
        raise RunApproved(month=str(month))
    in_force = month_rules(session, month, payment)
    first_missing_month(session, entity.id, month, payment)
    instant = clock.now()
    with many_objects():
        return _calculated(session, entity.id, month, payment, in_force, instant)


def _calculated(
    session: Session, entity_id: int, month: Month, payment: Month, in_force: RulesInForce, instant: datetime
) -> CalculatedRun:
    facts = load_month(session, entity_id, month, payment)
    codes = facts.codes
    rates = build_rates(in_force.rules, codes.gradings, codes.posts, codes.certificate_types, codes.grades)
    result = calculate(facts.table, in_force.rules, rates)
    rows = _slip_rows(facts, result, in_force.rules.month)
    problems = _problems(facts, result)
    rules = orjson.dumps(frozen_rules(in_force.rules), option=orjson.OPT_SORT_KEYS).decode()
    return CalculatedRun(
        entity_id,
        month,
        payment,
        rules,
        in_force.draft_versions,
        instant,
        rows,
        _totals(facts, result),
        problems,
        run_hash(rules, rows),
    )


SLIP_COLUMNS = (
    "position", "employee_id", "unit_id", "status", "gross", "contributions", "tax", "special_additional", "net",
    "lines", "inputs",
)  # fmt: skip


def _slip_rows(facts: MonthFacts, result: MonthResult, month: Month) -> list[tuple[Any, ...]]:
    """The slips' columns (SLIP_COLUMNS), in order of number; who has an error has no slip."""
    whole = result.status != ERROR
    names = (*SLIP_LINES, *EMPLOYER_LINES)
    arrays = [_line(result, name)[whole] for name in names]
    contributions = np.sum([result.lines[name] for name in CONTRIBUTION_ITEMS], axis=0)
    special = np.where(
        facts.table.special_additional >= 0, facts.table.special_additional, facts.table.cum_special_additional
    )[result.person]
    inputs = frozen_inputs(facts.table, facts.codes, facts.one_offs, month)
    people = result.person[whole].tolist()
    unit_ids = [facts.unit_ids[code] for code in result.unit[whole].tolist()]
    statuses = [STATUS_NAMES[code] for code in result.status[whole].tolist()]
    amounts = np.stack(arrays, axis=1).tolist()
    columns = [
        array[whole].tolist()
        for array in (result.lines["GROSS"], contributions, result.lines["TAX"], special, result.lines["NET"])
    ]
    template = "{" + ",".join(f'"{name}":%d' for name in names) + "}"
    return [
        (position, facts.employee_ids[person], unit_id, status, *figures, template % tuple(line), inputs[person])
        for position, (person, unit_id, status, line, figures) in enumerate(
            zip(people, unit_ids, statuses, amounts, zip(*columns, strict=True), strict=True)
        )
    ]


def _line(result: MonthResult, name: str) -> Ints:
    """Amounts of a line or of an employer's share."""
    return result.lines[name] if name in result.lines else result.employer[name]


def _problems(facts: MonthFacts, result: MonthResult) -> tuple[SlipProblem, ...]:
    negative = result.person[result.status == NEGATIVE_NET].tolist()
    found = [SlipProblem(facts.numbers[person], "NET", "NEGATIVE_NET") for person in negative]
    found += [SlipProblem(facts.numbers[error.person], error.field, error.kind) for error in result.errors]
    return tuple(sorted(found, key=lambda one: (one.number, one.field)))


def _totals(facts: MonthFacts, result: MonthResult) -> dict[tuple[int, str], tuple[int, int]]:
    """Sums of payable slips by unit and item: (people, fen)."""
    payable = result.status == OK
    units = result.unit[payable]
    count = len(facts.unit_ids)
    people = np.bincount(units, minlength=count)
    totals: dict[tuple[int, str], tuple[int, int]] = {}
    for name in (*SLIP_LINES, *EMPLOYER_LINES):
        sums = np.zeros(count, dtype=np.int64)
        np.add.at(sums, units, _line(result, name)[payable])
        for code in np.flatnonzero(people).tolist():
            totals[facts.unit_ids[code], name] = (int(people[code]), int(sums[code]))
    return totals


def run_hash(rules: str, rows: Sequence[tuple[Any, ...]]) -> str:
    """SHA-256 over the rules and every slip's columns but the surrogate ids, in order."""
    digest = hashlib.sha256(rules.encode())
    for first in range(0, len(rows), 1000):
        texts = [
            f"{place}\x1f{status}\x1f{gross}\x1f{contributions}\x1f{tax}\x1f{special}\x1f{net}\x1f{lines}\x1f{inputs}"
            for place, _employee, _unit, status, gross, contributions, tax, special, net, lines, inputs in rows[
                first : first + 1000
            ]
        ]
        digest.update("".join(texts).encode())
    return digest.hexdigest()


def store_run(session: Session, calculated: CalculatedRun) -> RunOutcome:
    """Store a calculated month as the draft run, replacing an earlier draft as a whole."""
    actor = authorize_everywhere(session, RUN_MAKE)
    run = monthly_run(session, calculated.legal_entity_id, calculated.month, for_update=True)
    created = run is None
    if run is not None and run.state in SEALED:
        raise RunApproved(month=str(calculated.month))
    if run is None:
        run = PayRun(legal_entity_id=calculated.legal_entity_id, month=calculated.month.first, kind=MONTHLY, number=1)
        session.add(run)
    run.payment_month = calculated.payment_month.first
    run.state = "calculated"
    run.uses_draft_scale = bool(calculated.draft_versions)
    run.made_by = actor.login
    run.calculated_at = calculated.known_at
    run.content_hash = calculated.content_hash
    run.rules = calculated.rules
    run.problems = orjson.dumps([[one.number, one.field, one.kind] for one in calculated.problems]).decode()
    session.flush()
    session.execute(delete(Payslip).where(Payslip.run_id == run.id))
    session.execute(delete(RunTotal).where(RunTotal.run_id == run.id))
    month = driver_day(session)(calculated.month.first)
    same = (run.id, calculated.legal_entity_id, month, MONTHLY, 1)
    bulk_insert(
        session,
        Payslip.__table__,
        ("run_id", "legal_entity_id", "month", "kind", "number", *SLIP_COLUMNS),
        (same + row for row in calculated.rows),
    )
    bulk_insert(
        session,
        RunTotal.__table__,
        ("run_id", "unit_id", "item", "people", "amount"),
        [(run.id, unit_id, item, people, amount) for (unit_id, item), (people, amount) in calculated.totals.items()],
    )
    audit.record(
        session,
        "run.calculate",
        object_table="payroll_runs",
        object_key=str(calculated.month),
        count=len(calculated.rows),
        content_hash=calculated.content_hash,
    )
    payable = sum(1 for row in calculated.rows if row[3] == "OK")
    return RunOutcome(run.id, created, len(calculated.rows), payable, calculated.content_hash, calculated.problems)


def approve_run(session: Session, month: Month, entity_code: str | None = None) -> PayRun:
    """Approve and seal a calculated run, as a second person; draft scales it uses are approved with it.

    Refused when the content is not what was calculated, or a draft scale may not be approved by this user.
    """
    actor = authorize_everywhere(session, RUN_APPROVE)
    entity = legal_entity_of(session, entity_code)
    run = monthly_run(session, entity.id, month, for_update=True)
    if run is None:
        raise NoSuchRun(month=str(month))
    if run.state in SEALED:
        raise RunApproved(month=str(month))
    if run.made_by == actor.login:
        raise MakerCannotApprove(user=actor.login, what=f"the pay run of {month}")
    _require_unchanged(session, run, month)
    now = clock.now()
    for version in _draft_versions(session, month, Month.of(run.payment_month)):
        authorize_everywhere(session, SCALE_APPROVE)
        if version.made_by == actor.login:
            raise MakerCannotApprove(user=actor.login, what=f"the pay scale of {version.start}")
        version.state, version.approved_by = "approved", actor.login
    run.state, run.approved_by, run.approved_at = "approved", actor.login, now
    audit.record(
        session,
        "run.approve",
        object_table="payroll_runs",
        object_key=str(month),
        content_hash=run.content_hash,
    )
    session.flush()
    return run


def _draft_versions(session: Session, month: Month, payment_month: Month) -> Sequence[ScaleVersion]:
    ids = month_rules(session, month, payment_month).draft_versions
    return session.scalars(select(ScaleVersion).where(ScaleVersion.id.in_(ids))).all()


def _require_unchanged(session: Session, run: PayRun, month: Month) -> None:
    """The stored slips are those hashed, and calculating again now gives the same."""
    stored = stored_rows(session, run.id)
    if run_hash(run.rules, stored) != run.content_hash:
        raise RunChanged(month=str(month))
    wrong = sorted({number for number, _field, kind in orjson.loads(run.problems) if kind != "NEGATIVE_NET"})
    if wrong:
        raise RunNotApprovable(month=str(month), reason=f"no slip could be calculated for {', '.join(wrong)}")


def stored_rows(session: Session, run_id: int) -> list[tuple[Any, ...]]:
    """A run's slips as they were hashed (SLIP_COLUMNS), in order."""
    columns = [getattr(Payslip, name) for name in SLIP_COLUMNS]
    statement = select(*columns).where(Payslip.run_id == run_id).order_by(Payslip.position)
    return [tuple(row) for row in session.execute(statement)]
