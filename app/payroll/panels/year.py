"""The tasks of the year that payroll ships: the tax year, bases and rates, allowances, and every month's run."""

from datetime import date
from functools import partial

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.core.i18n import N_
from app.core.modules import YearTask
from app.core.periods import Month
from app.payroll.queries import costs

FINANCE = ("finance", "finance_head")
INPUTS = "/imports/monthly-inputs"


def month_sealed(_session: Session, year: int, number: int) -> Select[int]:
    """Whether the runs of a pay month are all approved; month 0 is the December before."""
    return costs.month_sealed(Month(year, 1).plus(number - 1))


def rates_of_july(_session: Session, year: int) -> Select[int]:
    """Whether contribution rates and limits are known from July on."""
    return costs.rates_from(date(year, 7, 1))


RUNS = tuple(
    YearTask(
        f"payroll.run.{number:02d}", N_("The month's pay run is approved"), number, number, FINANCE,
        url="/payroll/runs/", done=partial(month_sealed, number=number),
    )
    for number in range(1, 13)
)  # fmt: skip

YEAR_TASKS = (
    *RUNS,
    YearTask(
        "payroll.year_opening", N_("Opening of the tax year"), 1, 1, FINANCE, 15, url="/imports/opening-balances",
        done=partial(month_sealed, number=0),
        note=N_("December is sealed; amounts begin anew at nothing; who may have 60 000 deducted at once is marked."),
    ),
    YearTask(
        "payroll.bonus", N_("Annual bonus is paid"), 2, 2, FINANCE, url=INPUTS,
        note=N_("The bonus of the year before, taxed alone or together, whichever is better for each person."),
    ),
    YearTask(
        "payroll.heat_allowance", N_("High-temperature allowance (高温津贴)"), 6, 9, FINANCE, 30, url=INPUTS,
        note=N_("June to September, by the province's amount, for those who work outdoors or above 33 °C."),
    ),
    YearTask(
        "payroll.rates", N_("Contribution bases and rates from July"), 7, 7, FINANCE, url="/payroll/scales/",
        done=rates_of_july,
        note=N_("New limits and rates, new bases from last year's average pay of each person; and the pay scale."),
    ),
    YearTask(
        "payroll.special_deductions", N_("Confirmation of special additional deductions (专项附加扣除)"), 12, 12,
        ("finance", "hr", "branch"), per_branch=True, url=INPUTS,
        note=N_("Everybody confirms her deductions of the next year in the tax app by 31 December."),
    ),
)  # fmt: skip
