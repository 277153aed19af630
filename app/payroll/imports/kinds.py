"""The import kinds of the payroll module: reading with the reference data at hand, and applying."""

from pathlib import Path

from sqlalchemy.orm import Session

from app.core.imports.read import ReadResult
from app.core.modules import ImportOutcome, required_month
from app.core.periods import Month
from app.payroll import services
from app.payroll.imports.monthly_inputs import MonthlyInputs, read_monthly_inputs
from app.payroll.imports.opening_balances import read_opening_balances
from app.payroll.imports.pay_scale import PayScale, read_pay_scale
from app.payroll.rules.records import OpeningBalanceRecord
from app.staff import queries as staff


def read_scale(_session: Session, path: Path, _month: Month | None) -> PayScale:
    """Read a pay scale workbook."""
    return read_pay_scale(path)


def apply_scale(session: Session, scale: PayScale, _month: Month | None) -> ImportOutcome:
    """Write a pay scale workbook: versions that differ become drafts."""
    return services.import_pay_scale(session, scale.rows, scale.parameters, scale.contributions)


def read_inputs(session: Session, path: Path, _month: Month | None) -> MonthlyInputs:
    """Read the month's inputs."""
    return read_monthly_inputs(path, staff.employee_ids(session))


def apply_inputs(session: Session, read: MonthlyInputs, month: Month | None) -> ImportOutcome:
    """Write the month's inputs."""
    return services.import_monthly_inputs(
        session, read.inputs, read.grades, read.deductions, read.kinds, required_month(month)
    )


def read_openings(session: Session, path: Path, _month: Month | None) -> ReadResult[OpeningBalanceRecord]:
    """Read the tax opening balances."""
    return read_opening_balances(path, staff.employee_ids(session))


def apply_openings(session: Session, result: ReadResult[OpeningBalanceRecord], month: Month | None) -> ImportOutcome:
    """Write the tax opening balances."""
    return services.import_opening_balances(session, result.records, required_month(month))
