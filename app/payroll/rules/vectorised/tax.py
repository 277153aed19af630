"""Individual income tax by cumulative withholding (pay rules, section 4). Fen, shape (m,)."""

from dataclasses import dataclass

import numpy as np

from app.core.periods import Month
from app.payroll.rules.tax_tables import TaxTable
from app.payroll.rules.vectorised.days import month_index, month_of
from app.payroll.rules.vectorised.exact import Bools, Ints, ensure_room, half_up, ints, largest

NO_BOUND = 2**62


@dataclass(frozen=True)
class Withholding:
    """Months counted, cumulative taxable income, row of the tax table (1 is the first), tax of this slip."""

    months: Ints
    taxable: Ints
    bracket: Ints
    tax: Ints


def months_counted(hire: Ints, leave: Ints, first_job: Bools, payment: Month) -> Ints:
    """n: months of the tax year from the later of January and the hire month; to the leaving month for a leaver."""
    paid = month_index(payment)
    january = paid - payment.number + 1
    hired = month_of(hire)
    start = np.where(first_job & (hired >= january), january, np.maximum(hired, january))
    return ints(np.maximum(np.minimum(paid, month_of(leave)) - start + 1, 0))


def withhold(balance: Ints, withheld: Ints, months: Ints, table: TaxTable) -> Withholding:
    """Tax on the cumulative balance, floored at 0, less what was withheld before."""
    taxable = ints(np.maximum(balance, 0))
    bounds = ints([NO_BOUND if bracket.upper is None else bracket.upper for bracket in table.brackets])
    row = ints(np.searchsorted(bounds, taxable, side="left"))
    numerator = ints([bracket.rate.numerator for bracket in table.brackets])
    denominator = ints([bracket.rate.denominator for bracket in table.brackets])
    quick = ints([bracket.quick for bracket in table.brackets])
    ensure_room(largest(taxable), largest(numerator))
    due = half_up(taxable * numerator[row] - quick[row] * denominator[row], denominator[row])
    return Withholding(months, taxable, row + 1, ints(np.maximum(due - withheld, 0)))
