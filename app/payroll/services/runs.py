"""Calculate, store, approve and seal pay runs.

Calculating reads and computes outside the write transaction; storing is one short transaction that
replaces the draft's slips as a whole, so that a run killed at any moment leaves the old one or the new.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import authorize_everywhere
from app.core.db import bulk_insert, driver_day
from app.core.events import publish
from app.core.periods import Month
from app.payroll.errors import (
    MakerCannotApprove,
    NoSuchRun,
    RunApproved,
    RunChanged,
    RunChangedSinceSeen,
    RunNotApprovable,
    RunNotPayable,
)
from app.payroll.events import ApprovedRun, run_approved
from app.payroll.models import PayRun, Payslip, RunTotal, ScaleVersion
from app.payroll.permissions import PAY_RELEASE, RUN_APPROVE, RUN_MAKE, SCALE_APPROVE
from app.payroll.queries.month_rules import month_rules
from app.payroll.queries.runs import SEALED, legal_entity_of, monthly_run
from app.payroll.rules.slips import SLIP_COLUMNS, by_column, run_hash
from app.payroll.rules.values import STATUS_OK
from app.payroll.services.calculating import CalculatedRun, SlipProblem

MONTHLY = "monthly"
RUN_COLUMNS = ("run_id", "legal_entity_id", "month", "kind", "number")


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What storing a run did: `created` is whether it is new; counts are of slips."""

    run_id: int
    created: bool
    slips: int
    payable: int
    content_hash: str
    problems: tuple[SlipProblem, ...]


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
    slips = calculated.slips
    same = (run.id, calculated.legal_entity_id, month, MONTHLY, 1)
    bulk_insert(
        session,
        Payslip.__table__,
        (*RUN_COLUMNS, *SLIP_COLUMNS),
        zip(*map(repeat, same), *(slips[name] for name in SLIP_COLUMNS), strict=False),
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
        count=calculated.count,
        content_hash=calculated.content_hash,
        detail={"run": run.id},
    )
    payable = slips["status"].count(STATUS_OK)
    return RunOutcome(run.id, created, calculated.count, payable, calculated.content_hash, calculated.problems)


def approve_run(session: Session, month: Month, entity_code: str | None = None, seen: str | None = None) -> PayRun:
    """Approve and seal a calculated run, as a second person; draft scales it uses are approved with it.

    Refused when the content is not what was calculated, or not what the approver saw (the hash `seen`), or a draft
    scale may not be approved by this user.
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
    if seen is not None and seen != run.content_hash:
        raise RunChangedSinceSeen(month=str(month))
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
        detail={"run": run.id},
    )
    session.flush()
    publish(run_approved, session, ApprovedRun(run.id, entity.id, month, run.content_hash))
    return run


def mark_paid(session: Session, month: Month, entity_code: str | None = None) -> PayRun:
    """Say that an approved run has been paid out; audited. Its content stays what was sealed."""
    authorize_everywhere(session, PAY_RELEASE)
    run = monthly_run(session, legal_entity_of(session, entity_code).id, month, for_update=True)
    if run is None:
        raise NoSuchRun(month=str(month))
    if run.state != "approved":
        raise RunNotPayable(month=str(month))
    run.state = "paid"
    audit.record(
        session,
        "run.paid",
        object_table="payroll_runs",
        object_key=str(month),
        content_hash=run.content_hash,
        detail={"run": run.id},
    )
    session.flush()
    return run


def _draft_versions(session: Session, month: Month, payment_month: Month) -> Sequence[ScaleVersion]:
    ids = month_rules(session, month, payment_month).draft_versions
    return session.scalars(select(ScaleVersion).where(ScaleVersion.id.in_(ids))).all()


def _require_unchanged(session: Session, run: PayRun, month: Month) -> None:
    """The stored slips are those hashed, and calculating again now gives the same."""
    stored = stored_rows(session, run.id)
    if run_hash(run.rules, by_column(stored)) != run.content_hash:
        raise RunChanged(month=str(month))
    wrong = sorted({number for number, _field, kind in orjson.loads(run.problems) if kind != "NEGATIVE_NET"})
    if wrong:
        raise RunNotApprovable(month=str(month), reason=f"no slip could be calculated for {', '.join(wrong)}")


def stored_rows(session: Session, run_id: int) -> list[tuple[Any, ...]]:
    """A run's slips as they were hashed (SLIP_COLUMNS), in order."""
    columns = [getattr(Payslip, name) for name in SLIP_COLUMNS]
    statement = select(*columns).where(Payslip.run_id == run_id).order_by(Payslip.position)
    return [tuple(row) for row in session.execute(statement)]
