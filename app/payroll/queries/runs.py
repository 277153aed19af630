"""Named questions about pay runs and slips."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.periods import Month
from app.payroll.errors import EarlierMonthMissing, RecordsKept, SeveralLegalEntities
from app.payroll.models import OpeningMonth, PayRun, Payslip
from app.payroll.rules.retention import kept_until
from app.staff import queries as staff
from app.staff.errors import NoLegalEntity
from app.staff.models import Employment, LegalEntity

SEALED = ("approved", "paid")


def sealed_run_ids() -> Select[tuple[int]]:
    """The ids of sealed runs, as a sub-select."""
    table = PayRun.__table__
    return select(table.c.id).where(table.c.state.in_(SEALED))


def legal_entity_of(session: Session, code: str | None) -> LegalEntity:
    """The legal entity of a code; without a code the only one. An error where there is none, or which is not said."""
    entities = staff.legal_entities(session)
    if code is None and len(entities) > 1:
        raise SeveralLegalEntities(codes=", ".join(entity.code for entity in entities))
    found = next((entity for entity in entities if code in (None, entity.code)), None)
    if found is None:
        raise NoLegalEntity(code=code or "")
    return found


def entity_paying(session: Session, number: str, month: Month) -> str | None:
    """The code of the legal entity whose monthly run pays an employee in a month; nothing when there is none."""
    statement = (
        select(LegalEntity.code)
        .join(Payslip, Payslip.legal_entity_id == LegalEntity.id)
        .where(Payslip.employee_number == number, Payslip.month == month.first, Payslip.kind == "monthly")
        .order_by(LegalEntity.id)
    )
    codes = session.scalars(statement).all()
    if len(codes) > 1:
        raise SeveralLegalEntities(codes=", ".join(codes))
    return codes[0] if codes else None


def monthly_run(session: Session, legal_entity_id: int, month: Month, for_update: bool = False) -> PayRun | None:
    """The monthly run of a pay month, locked when it is to be changed."""
    statement = select(PayRun).where(
        PayRun.legal_entity_id == legal_entity_id, PayRun.month == month.first, PayRun.kind == "monthly"
    )
    if not for_update:
        return session.scalar(statement)
    # What was read before the lock may have changed meanwhile: it is read again.
    return session.scalar(statement.with_for_update().execution_options(populate_existing=True))


def records_kept(session: Session) -> RecordsKept | None:
    """Why the pay records must not go now: sealed runs inside their retention period; nothing when there are none.

    All runs count, whoever asks: the table itself is read, past what the asking person may see.
    """
    runs = PayRun.__table__.c
    statement = select(runs.month, runs.payment_month).where(runs.state.in_(SEALED))
    ends = [kept_until(Month.of(max(row))) for row in session.execute(statement)]
    waiting = [end for end in ends if end >= clock.today()]
    return RecordsKept(runs=len(waiting), until=max(waiting).isoformat()) if waiting else None


def first_missing_month(session: Session, legal_entity_id: int, month: Month, payment_month: Month) -> None:
    """Refuse while an earlier payment month of the tax year, after the opening balances, has no approved run.

    Months before the entity employed anybody need none (pay rules, section 4).
    """
    lag = (payment_month.year - month.year) * 12 + payment_month.number - month.number
    first = Month(payment_month.year, 1)
    opening = session.scalar(
        select(func.max(OpeningMonth.month)).where(OpeningMonth.known_to.is_(None), OpeningMonth.month <= month.first)
    )
    if opening is not None:
        first = max(first, Month.of(opening).plus(lag))
    hired = session.scalar(
        select(func.min(Employment.start)).where(
            Employment.known_to.is_(None), Employment.legal_entity_id == legal_entity_id
        )
    )
    if hired is not None:
        first = max(first, Month.of(hired).plus(lag))
    approved = set(
        session.scalars(
            select(PayRun.payment_month).where(PayRun.legal_entity_id == legal_entity_id, PayRun.state.in_(SEALED))
        )
    )
    wanted = first
    while wanted < payment_month:
        if wanted.first not in approved:
            raise EarlierMonthMissing(missing=str(wanted), payment_month=str(payment_month))
        wanted = wanted.plus(1)
