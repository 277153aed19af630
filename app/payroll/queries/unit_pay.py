"""What a unit is paid in a run, from the sums kept beside the slips: for pivots and charts over months and branches."""

from typing import Any

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import aliased

from app.core.db import AnySelect
from app.payroll.models import PayRun, RunTotal
from app.staff import queries as staff

TOTALS, RUNS, BRANCHES = RunTotal, PayRun, staff.branches_of_units()
CONTRIBUTIONS = ("PENSION", "MEDICAL", "UNEMPLOYMENT", "HOUSING")


def sum_beside(*items: str) -> Any:
    """The sum of some items of the same unit and run, as a column of `unit_pay_list`."""
    other = aliased(RunTotal)
    same = (other.run_id == RunTotal.run_id, other.unit_id == RunTotal.unit_id, other.item.in_(items))
    return select(cast(func.sum(other.amount), BigInteger)).where(*same).correlate(RunTotal).scalar_subquery()


GROSS, WITHHELD = sum_beside("GROSS"), sum_beside(*CONTRIBUTIONS)
TAX, EMPLOYER = sum_beside("TAX"), sum_beside("EMPLOYER_TOTAL")


def unit_pay_list() -> AnySelect:
    """One row for each unit of each run, its branch by today's tree; the record rules leave out others' units."""
    columns = (PayRun.month, PayRun.state, RunTotal.run_id, RunTotal.unit_id, BRANCHES.c.branch_id, RunTotal.people)
    sums = (
        GROSS.label("gross"),
        WITHHELD.label("contributions"),
        TAX.label("tax"),
        RunTotal.amount.label("net"),
        EMPLOYER.label("employer"),
    )
    statement: AnySelect = select(RunTotal.id.label("key"), *columns, *sums)
    statement = statement.join(PayRun, PayRun.id == RunTotal.run_id)
    return statement.join(BRANCHES, BRANCHES.c.unit_id == RunTotal.unit_id).where(RunTotal.item == "NET")
