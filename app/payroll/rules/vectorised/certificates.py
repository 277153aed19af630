"""Which certificates count in a month, and their rates by scale version (pay rules, section 3)."""

from dataclasses import dataclass

import numpy as np

from app.payroll.rules.values import Parameters
from app.payroll.rules.vectorised.days import NEVER, first_day, month_of
from app.payroll.rules.vectorised.exact import MISSING, Bools, Ints, ints
from app.payroll.rules.vectorised.rates import RateTable, cell
from app.payroll.rules.vectorised.tables import CertificateArray


@dataclass(frozen=True)
class Counted:
    """Certificates counted, sorted by position and type: place of the person and type code, shape (c,)."""

    position: Ints
    type: Ints


def counted(
    held: CertificateArray, positions: Ints, months: Ints, versions: Ints, rates: RateTable, parameters: Parameters
) -> Counted:
    """The set that counts, fixed once for the month.

    positions: place of each person of the table, -1 where she is not asked about, shape (n,); months and versions:
    the month index asked about and the scale version that says rank and registration, by position.
    """
    rows = np.flatnonzero(positions[held.person] >= 0)
    where = positions[held.person[rows]]
    month, version = months[where], versions[where]
    rank = cell(rates.cert_rank, version, held.type[rows])
    needs = cell(rates.cert_requires_registration, version, held.type[rows]) == 1
    good = (rank != MISSING) & _started(held, rows, month, parameters.cert_start_rule, needs)
    if parameters.cert_requires_registration:
        good &= ~needs | (held.registered_until[rows] >= first_day(month))
    where, kind, rank = where[good], held.type[rows][good], rank[good]
    order = np.lexsort((kind, rank, where))
    where, kind = where[order], kind[order]
    match parameters.cert_combination:
        case "highest":
            keep = np.diff(where, prepend=-1) != 0
        case "stack":
            keep = (np.diff(where, prepend=-1) != 0) | (np.diff(kind, prepend=-1) != 0)
        case unknown:
            raise ValueError(f"unknown cert_combination {unknown!r}")
    return Counted(ints(where[keep]), ints(kind[keep]))


def _started(held: CertificateArray, rows: Ints, month: Ints, rule: str, needs: Bools) -> Bools:
    """Whether each certificate has begun to count by the month."""
    obtained = month_of(held.obtained[rows])
    match rule:
        case "next_month":
            return obtained < month
        case "same_month":
            return obtained <= month
        case "registration_month":
            registered = held.registered_from[rows]
            stated = registered != -NEVER
            return np.where(stated, month_of(np.where(stated, registered, 0)), obtained) <= month
    raise ValueError(f"unknown cert_start_rule {rule!r}")


def certificate_rates(kept: Counted, rates: RateTable, size: int) -> Ints:
    """Fen a month by version and position, shape (v, size); a type the version does not know adds nothing."""
    totals = np.zeros((rates.starts.size, size), dtype=np.int64)
    for version in range(rates.starts.size):
        amount = cell(rates.cert_amount, np.full_like(kept.type, version), kept.type)
        np.add.at(totals[version], kept.position, np.where(amount == MISSING, 0, amount))
    return totals
