"""English message ids of payroll's rules; they are translated where they are shown."""


def N_(message: str) -> str:
    """Mark a message id for the catalogue."""
    return message


NOT_EMPLOYED = N_("%(number)s has no employed day in %(month)s.")
NO_VALUE = N_("There is no %(field)s in force on %(day)s. Enter it from that day or earlier.")
NO_SCALE_AMOUNT = N_(
    "The scale version of %(version)s has no amount for %(component)s %(row)s, step %(step)s. "
    "Add the cell to the scale or correct the person's record."
)
UNKNOWN_GRADE = N_("The grade %(grade)s has no coefficient. Enter a known grade or its coefficient.")
UNKNOWN_CATEGORY = N_("The input %(code)s has the unknown category %(category)s.")
NO_CALENDAR = N_("The work calendar of %(month)s is empty; the 21.75 divisor needs it.")
NO_CONTRIBUTION_BASE = N_(
    "No contribution base is declared, and the rate of the first month (%(day)s) is not known. Enter the base."
)
NO_PAID_DAY = N_("The employed span from %(start)s to %(end)s has no paid day: rated items are 0.")
