"""The import kinds of the payroll module: reading with the reference data at hand, and applying."""

from sqlalchemy.orm import Session

from app.core.imports.columns import ImportSheet
from app.core.imports.read import ReadResult
from app.core.imports.workbook import Source
from app.core.modules import ImportOutcome, required_month
from app.core.periods import Month
from app.payroll import services
from app.payroll.imports import monthly_inputs, opening_balances, scale_columns
from app.payroll.imports.monthly_inputs import MonthlyInputs, read_monthly_inputs
from app.payroll.imports.opening_balances import read_opening_balances
from app.payroll.imports.pay_scale import PayScale, read_pay_scale
from app.payroll.rules.records import OpeningBalanceRecord
from app.staff import queries as staff


def read_scale(_session: Session, source: Source, _month: Month | None) -> PayScale:
    """Read a pay scale workbook."""
    return read_pay_scale(source)


def apply_scale(session: Session, scale: PayScale, _month: Month | None) -> ImportOutcome:
    """Write a pay scale workbook: versions that differ become drafts."""
    return services.import_pay_scale(session, scale.rows, scale.parameters, scale.contributions)


def read_inputs(session: Session, source: Source, _month: Month | None) -> MonthlyInputs:
    """Read the month's inputs."""
    return read_monthly_inputs(source, staff.employee_ids(session))


def apply_inputs(session: Session, read: MonthlyInputs, month: Month | None) -> ImportOutcome:
    """Write the month's inputs."""
    return services.import_monthly_inputs(
        session, read.inputs, read.grades, read.deductions, read.kinds, required_month(month)
    )


def read_openings(session: Session, source: Source, _month: Month | None) -> ReadResult[OpeningBalanceRecord]:
    """Read the tax opening balances."""
    return read_opening_balances(source, staff.employee_ids(session))


def apply_openings(session: Session, result: ReadResult[OpeningBalanceRecord], month: Month | None) -> ImportOutcome:
    """Write the tax opening balances."""
    return services.import_opening_balances(session, result.records, required_month(month))


SCALE_SHEETS = (
    *(ImportSheet(names, columns, by_name=True) for names, columns in scale_columns.SCALES.values()),
    ImportSheet(scale_columns.PARAMETER_SHEETS, scale_columns.PARAMETERS, by_name=True),
    ImportSheet(scale_columns.CONTRIBUTION_SHEETS, scale_columns.CONTRIBUTIONS, by_name=True),
)
INPUT_SHEETS = monthly_inputs.SHEETS
OPENING_SHEETS = (ImportSheet(opening_balances.SHEETS, opening_balances.COLUMNS),)
