"""How states of runs, slips' items and parameters are called: message ids, translated where they are shown."""

from collections.abc import Mapping
from typing import Final

from app.payroll.rules.messages import N_

RUN_STATES: Final[Mapping[str, str]] = {
    "draft": N_("Draft"),
    "calculated": N_("Calculated"),
    "approved": N_("Approved"),
    "paid": N_("Paid"),
}
"""In the order a run passes through them."""

SLIP_STATES: Final[Mapping[str, str]] = {"OK": N_("Payable"), "NEGATIVE_NET": N_("Net pay is negative")}

EARNINGS: Final[Mapping[str, str]] = {
    "BASE": N_("Base pay"),
    "LEVEL": N_("Level allowance"),
    "POST": N_("Post allowance"),
    "SENIORITY": N_("Seniority allowance"),
    "CERT": N_("Qualification allowance"),
    "PERF": N_("Monthly performance pay"),
    "INPUTS": N_("One-off items"),
}
CONTRIBUTIONS: Final[Mapping[str, str]] = {
    "PENSION": N_("Pension insurance"),
    "MEDICAL": N_("Medical insurance"),
    "UNEMPLOYMENT": N_("Unemployment insurance"),
    "INJURY": N_("Work injury insurance"),
    "MATERNITY": N_("Maternity insurance"),
    "HOUSING": N_("Housing fund"),
}
ITEMS: Final[Mapping[str, str]] = {
    **EARNINGS,
    "GROSS": N_("Gross pay"),
    **CONTRIBUTIONS,
    "TAX": N_("Individual income tax"),
    "OTHER": N_("Other deductions"),
    "NET": N_("Net pay"),
    "EMPLOYER_TOTAL": N_("Employer cost"),
}

VERSION_KINDS: Final[Mapping[str, str]] = {
    "scale": N_("Pay scale"),
    "parameters": N_("Parameters"),
    "contributions": N_("Contribution rates"),
}
VERSION_STATES: Final[Mapping[str, str]] = {"draft": N_("Draft"), "approved": N_("Approved")}

PARAMETERS: Final[Mapping[str, str]] = {
    "proration_divisor": N_("Divisor of a part of a month"),
    "cert_start_rule": N_("A qualification counts from"),
    "cert_combination": N_("Several qualifications"),
    "cert_requires_registration": N_("Qualifications need a valid registration"),
    "minimum_wage": N_("Minimum wage"),
    "damages_max_share": N_("Largest share of gross pay taken for damages"),
    "first_month": N_("Contributions are due from"),
    "last_month": N_("Contributions are due until"),
    "shortfall_rule": N_("Where deductions exceed the pay"),
}
GRADE_COEFFICIENT: Final = N_("Coefficient of the grade %(grade)s")
MID_MONTH_CHANGE: Final = N_("A change within the month: %(item)s")
ITEM_ROUNDING: Final = N_("Rounding: %(item)s")
PARAMETER_VALUES: Final[Mapping[str, str]] = {
    "calendar": N_("calendar days"),
    "fixed_21_75": N_("21.75 days"),
    "on": N_("yes"),
    "off": N_("no"),
    "hire_month": N_("the month of hire"),
    "leaving_month": N_("the month of leaving"),
    "error": N_("an error to be cleared up"),
    "segments": N_("by days"),
    "new_for_whole_month": N_("the new value for the whole month"),
}
"""Values that are codes; others are shown as written, or named by the codes of explanations."""

PROBLEM_FIELDS: Final[Mapping[str, str]] = {
    "NET": N_("Net pay"),
    "hire": N_("Hire date"),
    "level": N_("Level"),
    "step": N_("Step"),
    "post": N_("Post"),
    "unit": N_("Unit"),
    "probation": N_("Probation"),
    "grade": N_("Grade of the month"),
    "calendar": N_("Work calendar"),
    "category": N_("One-off items"),
    "social_base": N_("Contribution base"),
}
