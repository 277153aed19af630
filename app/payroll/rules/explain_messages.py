"""English message ids of explanations; their places are filled from the plain values of an explanation."""

from app.payroll.rules.messages import N_

RATED = N_("%(sum)s, divided by %(divisor_days)s days of the month = %(exact)s; rounded: %(amount)s.")
FIXED = N_("%(sum)s, divided by %(divisor_days)s paid days, times %(factor)s = %(exact)s; rounded: %(amount)s.")
SENIORITY = N_(
    "%(full_years)s full years since %(service_start)s, %(years)s of them paid: %(sum)s, "
    "divided by %(divisor_days)s days of the month = %(exact)s; rounded: %(amount)s."
)
CERT = N_(
    "Counted: %(names)s (%(cert_start_rule)s, %(cert_combination)s). %(sum)s, "
    "divided by %(divisor_days)s days of the month = %(exact)s; rounded: %(amount)s."
)
NO_CERT = N_("No certificate counts in this month (%(cert_start_rule)s, %(cert_combination)s).")
PERF = N_(
    "Grade %(grade)s, coefficient %(coefficient)s: %(sum)s, "
    "divided by %(divisor_days)s days of the month = %(exact)s; rounded: %(amount)s."
)
INPUTS = N_("The amounts entered for this month, added up: %(amount)s.")
INPUTS_AND_FACTS = N_(
    "What was entered for this month and what other modules add (%(contributed)s), added up: %(amount)s."
)
GROSS = N_("All earnings, added up: %(amount)s.")
CONTRIBUTION = N_(
    "Base %(declared)s, within %(floor)s to %(ceiling)s: %(base)s; times %(rate)s %% = %(exact)s, "
    "rounded (%(rounding)s) %(rounded)s, plus %(fixed)s = %(amount)s. Document: %(document)s."
)
NOT_DUE = N_("Not due in this month (%(reason)s).")
TAX = N_(
    "Income so far %(income)s less exempt %(exempt)s, %(standard_deduction)s for %(months)s months, contributions "
    "%(contributions)s, special additional deductions %(special_additional)s and others %(other)s = %(balance)s. "
    "Bracket %(bracket)s: %(taxable)s times %(rate)s %% less %(quick)s = %(cumulative_tax)s, "
    "of which %(withheld_before)s is withheld already: %(amount)s."
)
OTHER = N_(
    "Orders and other deductions %(orders)s, plus damages %(deducted)s of %(claimed)s claimed "
    "(at most %(share_limit)s, which is %(max_share)s %% of gross pay, and %(wage_limit)s above the minimum wage)."
)
OTHER_AND_FACTS = N_(
    "Orders and other deductions %(orders)s, with those of other modules (%(contributed)s), plus damages %(deducted)s "
    "of %(claimed)s claimed "
    "(at most %(share_limit)s, which is %(max_share)s %% of gross pay, and %(wage_limit)s above the minimum wage)."
)
NET = N_(
    "Gross pay %(GROSS)s less %(PENSION)s, %(MEDICAL)s, %(UNEMPLOYMENT)s, %(HOUSING)s, "
    "tax %(TAX)s and others %(OTHER)s = %(amount)s."
)
EMPLOYER_TOTAL = N_("All employer's shares, added up: %(amount)s.")

CODES = (
    *(N_("next_month"), N_("same_month"), N_("registration_month"), N_("highest"), N_("stack")),
    *(N_("fen_half_up"), N_("yuan_half_up"), N_("jiao_ceiling"), N_("fen_floor")),
    *(N_("before_first_month"), N_("after_last_month"), N_("first_job")),
)
"""Codes that stand in places of explanations; the catalogues say them in words, the English one too."""
