"""What a row of a staff workbook says, once read: values between the import and the services."""

from dataclasses import dataclass
from datetime import date

from app.core.money import Fen


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One branch with one of its workstations; codes are unique."""

    row: int
    branch_code: str
    branch: str
    station_code: str | None
    station: str | None


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """One certificate of a roster row; `registered_until` is the last day of its registration."""

    name: str
    certificate_number: str | None
    obtained: date
    registered_until: date | None


@dataclass(frozen=True, slots=True)
class RosterRecord:
    """One person of the roster; the facts in force before the month's changes. Money in fen."""

    row: int
    number: str
    name: str
    branch: str
    station: str | None
    sex: str
    id_number: str
    birth_date: date
    ethnicity: str | None
    political_status: str | None
    education: str | None
    school: str | None
    major: str | None
    work_start: date | None
    hire_date: date
    leave_date: date | None
    first_employment: bool
    post: str
    level: str
    step: int
    on_probation: bool
    probation_end: date | None
    level_since: date | None
    certificates: tuple[CertificateRecord, ...]
    phone: str | None
    bank: str | None
    bank_account: str | None
    contract_type: str | None
    contract_start: date | None
    contract_end: date | None
    social_base: Fen | None
    housing_base: Fen | None
    prior_service_months: int
    note: str | None


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """One row of a personnel changes workbook.

    `field` is one of level, step, post, unit, probation_end (见习转正: probation ends the day
    before `start`; its value is empty). `value` is the new value as text (a step as digits; a unit
    as branch/station, nothing after the slash for the branch office).
    """

    row: int
    number: str
    start: date
    field: str
    value: str | None
    document: str | None
    note: str | None
