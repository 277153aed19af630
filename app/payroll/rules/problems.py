"""What can be wrong with one person's slip, and what to do about it: message ids by kind."""

from collections.abc import Mapping

from app.payroll.rules.messages import N_

PROBLEMS: Mapping[str, str] = {
    "NEGATIVE_NET": N_("the net pay is negative: lower the deductions or carry them to a later month"),
    "no_scale_amount": N_("the pay scale has no amount for it: correct the person's level, step or post, or the scale"),
    "no_value": N_("nothing is known for a day of the month: complete the roster"),
    "unknown_grade": N_("the grade has no coefficient: correct the grade or add the parameter"),
    "not_employed": N_("is not employed on any day of the month: correct the hire or leaving date"),
    "unknown_category": N_("an input has an unknown category: correct the sheet of codes"),
    "no_calendar": N_("the work calendar of the month is empty: complete it"),
    "no_contribution_base": N_("no contribution base is declared: add it to the roster"),
}
