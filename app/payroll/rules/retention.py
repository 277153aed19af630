"""How long pay records are kept.

会计档案管理办法 (Order 79 of the Ministry of Finance and the National Archives Administration, in force since
2016-01-01): pay sheets are accounting vouchers, kept for 30 years (appended table 1); the period runs from the first
day after the accounting year ends (article 14).
"""

from datetime import date

from app.core.periods import Month

VOUCHER_YEARS = 30


def kept_until(paid: Month) -> date:
    """The last day on which the pay records of a month must be there."""
    return date(paid.year + VOUCHER_YEARS, 12, 31)
