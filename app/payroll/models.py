"""Tables of the payroll module. Money is fen; rates are millionths."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.dated import Known, one_per_key
from app.core.db import Base, UtcInstant


class ScaleVersion(Base, Known):
    """A dated version of the pay scale, the parameters or the contribution rates (`kind`).

    Imported it is a draft; approving the first run that uses it approves it too.
    """

    __tablename__ = "payroll_scale_versions"
    __table_args__ = (one_per_key("payroll_scale_versions", "kind", "start"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    start: Mapped[date] = mapped_column()
    state: Mapped[str] = mapped_column(String(20))
    made_by: Mapped[str] = mapped_column(String(100))
    approved_by: Mapped[str | None] = mapped_column(String(100))


class OfVersion:
    """A row of a scale version, with the document that authorises it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("payroll_scale_versions.id"), index=True)
    document: Mapped[str] = mapped_column(String(200))


class ScaleAmount(OfVersion, Base):
    """One amount; component: base, level, post, seniority, certificate, performance."""

    __tablename__ = "payroll_scale_amounts"
    __table_args__ = (UniqueConstraint("version_id", "component", "row_key", "step"),)
    component: Mapped[str] = mapped_column(String(20))
    row_key: Mapped[str] = mapped_column(String(100))
    step: Mapped[int] = mapped_column()
    amount: Mapped[int] = mapped_column(BigInteger)
    cap_years: Mapped[int | None] = mapped_column()
    rank: Mapped[int | None] = mapped_column()
    requires_registration: Mapped[bool | None] = mapped_column()


class Parameter(OfVersion, Base):
    """One parameter, as written."""

    __tablename__ = "payroll_parameters"
    __table_args__ = (UniqueConstraint("version_id", "name"),)
    name: Mapped[str] = mapped_column(String(100))
    value: Mapped[str] = mapped_column(String(200))


class ContributionRate(OfVersion, Base):
    """Rates, fixed amounts, limits and rounding of one contribution item."""

    __tablename__ = "payroll_contribution_rates"
    __table_args__ = (UniqueConstraint("version_id", "item"),)
    item: Mapped[str] = mapped_column(String(40))
    employee_rate: Mapped[int] = mapped_column()
    employee_fixed: Mapped[int] = mapped_column(BigInteger)
    employer_rate: Mapped[int] = mapped_column()
    employer_fixed: Mapped[int] = mapped_column(BigInteger)
    floor: Mapped[int] = mapped_column(BigInteger)
    ceiling: Mapped[int] = mapped_column(BigInteger)
    rounding: Mapped[str] = mapped_column(String(20))


class InputKind(Base):
    """What a one-off input is: category earning or deduction; damages are limited."""

    __tablename__ = "payroll_input_kinds"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    category: Mapped[str] = mapped_column(String(20))
    is_damages: Mapped[bool] = mapped_column()


class OfEmployeeMonth(Known):
    """A person's entry for a pay month (its first day)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("staff_employees.id"))
    month: Mapped[date] = mapped_column(index=True)


class OneOffInput(OfEmployeeMonth, Base):
    """A one-off earning (signed) or deduction (positive); `line` tells equal ones apart."""

    __tablename__ = "payroll_one_off_inputs"
    __table_args__ = (one_per_key("payroll_one_off_inputs", "employee_id", "month", "code", "reference", "line"),)
    code: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(200))
    line: Mapped[int] = mapped_column()
    amount: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(String(500))


class MonthGrade(OfEmployeeMonth, Base):
    """The grade of the month."""

    __tablename__ = "payroll_month_grades"
    __table_args__ = (one_per_key("payroll_month_grades", "employee_id", "month"),)
    grade: Mapped[str] = mapped_column(String(40))


class SpecialDeduction(OfEmployeeMonth, Base):
    """Special additional deductions from January to the month."""

    __tablename__ = "payroll_special_deductions"
    __table_args__ = (one_per_key("payroll_special_deductions", "employee_id", "month"),)
    cumulative: Mapped[int] = mapped_column(BigInteger)


class OpeningBalance(OfEmployeeMonth, Base):
    """Tax figures from January up to the month before `month`."""

    __tablename__ = "payroll_opening_balances"
    __table_args__ = (one_per_key("payroll_opening_balances", "employee_id", "month"),)
    income: Mapped[int] = mapped_column(BigInteger)
    contributions: Mapped[int] = mapped_column(BigInteger)
    special_additional: Mapped[int] = mapped_column(BigInteger)
    withheld: Mapped[int] = mapped_column(BigInteger)
    deduct_60000_upfront: Mapped[bool] = mapped_column()


class OpeningMonth(Base, Known):
    """That opening balances were taken over up to the month before `month`."""

    __tablename__ = "payroll_opening_months"
    __table_args__ = (one_per_key("payroll_opening_months", "month"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column()


class PayRun(Base):
    """发放批次. States: draft, calculated, approved, paid. An approved run never changes.

    `rules` is the frozen JSON of the scale, parameters and rates it was computed with; `problems` that
    of the slips with an error: [number, field, kind].
    """

    __tablename__ = "payroll_runs"
    __table_args__ = (UniqueConstraint("legal_entity_id", "month", "kind", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    legal_entity_id: Mapped[int] = mapped_column(ForeignKey("staff_legal_entities.id"))
    month: Mapped[date] = mapped_column()
    payment_month: Mapped[date] = mapped_column()
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column(String(20))
    uses_draft_scale: Mapped[bool] = mapped_column()
    made_by: Mapped[str] = mapped_column(String(100))
    calculated_at: Mapped[datetime] = mapped_column(UtcInstant)
    approved_by: Mapped[str | None] = mapped_column(String(100))
    approved_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    content_hash: Mapped[str] = mapped_column(String(64))
    rules: Mapped[str] = mapped_column(Text)
    problems: Mapped[str] = mapped_column(Text)


class Payslip(Base):
    """工资条: one row a person, frozen: what the sheet prints of her and totals as columns, lines and inputs as JSON.

    Who and where she was is kept as it was on the last employed day of the month (the name: on the month's last
    day), so that a sheet printed again reads the same, whatever was renamed or moved since.
    """

    __tablename__ = "payroll_slips"
    __table_args__ = (
        UniqueConstraint("employee_id", "legal_entity_id", "month", "kind", "number"),
        Index("ix_payroll_slips_run", "run_id", "position"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payroll_runs.id"))
    position: Mapped[int] = mapped_column()
    employee_id: Mapped[int] = mapped_column(ForeignKey("staff_employees.id"))
    legal_entity_id: Mapped[int] = mapped_column(ForeignKey("staff_legal_entities.id"))
    month: Mapped[date] = mapped_column()
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int] = mapped_column()
    unit_id: Mapped[int] = mapped_column(ForeignKey("staff_org_units.id"))
    status: Mapped[str] = mapped_column(String(20))
    employee_number: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    branch: Mapped[str] = mapped_column(String(200))
    station: Mapped[str] = mapped_column(String(200))
    branch_position: Mapped[int] = mapped_column()
    station_position: Mapped[int] = mapped_column()
    post: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(100))
    step: Mapped[int] = mapped_column()
    gross: Mapped[int] = mapped_column(BigInteger)
    contributions: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger)
    special_additional: Mapped[int] = mapped_column(BigInteger)
    net: Mapped[int] = mapped_column(BigInteger)
    lines: Mapped[str] = mapped_column(Text)
    inputs: Mapped[str] = mapped_column(Text)


class RunTotal(Base):
    """Sums of a run's payable slips by unit and item, for statistics."""

    __tablename__ = "payroll_run_totals"
    __table_args__ = (UniqueConstraint("run_id", "unit_id", "item"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payroll_runs.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("staff_org_units.id"))
    item: Mapped[str] = mapped_column(String(40))
    people: Mapped[int] = mapped_column()
    amount: Mapped[int] = mapped_column(BigInteger)
