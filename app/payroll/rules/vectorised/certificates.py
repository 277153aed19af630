"""Which certificates count in a month, and their rates by scale version (pay rules, section 3).

The set is settled once for the month: ranks and the need of a registration are read in the scale version of the last
employed day; amounts follow the version in force on each day. m = people asked about ("positions"), c = certificates.
"""

from dataclasses import dataclass

import numpy as np

from app.payroll.rules.values import Parameters
from app.payroll.rules.vectorised.days import NEVER, first_day, month_of
from app.payroll.rules.vectorised.exact import MISSING, Bools, Ints, ints
from app.payroll.rules.vectorised.rates import RateTable, cell
from app.payroll.rules.vectorised.tables import CertificateArray


@dataclass(frozen=True)
class Held:
    """Certificates of the people asked about, shape (c,): place of the person, type code, what the dates say."""

    position: Ints
    type: Ints
    started: Bools
    started_if_needed: Bools  # for a type that needs a registration
    registered: Bools


@dataclass(frozen=True)
class Counted:
    """Certificates counted: place of the person and type code, sorted, no pair twice."""

    position: Ints
    type: Ints


def held_in(certificates: CertificateArray, positions: Ints, months: Ints, parameters: Parameters) -> Held:
    """What the dates say in each person's month.

    positions: place of each person of the table, -1 when not asked about, (n,); months: month index, (m,).
    """
    rows = np.flatnonzero(positions[certificates.person] >= 0)
    place = positions[certificates.person[rows]]
    month = months[place]
    obtained = month_of(certificates.obtained[rows])
    until = certificates.registered_until[rows]
    started, if_needed = _started(
        obtained, certificates.registered_from[rows], until, month, parameters.cert_start_rule
    )
    return Held(place, certificates.type[rows], started, if_needed, until >= first_day(month))


def _started(obtained: Ints, since: Ints, until: Ints, month: Ints, rule: str) -> tuple[Bools, Bools]:
    """Whether each has begun by the month: for a type without, and for a type with need of registration."""
    match rule:
        case "next_month":
            return obtained < month, obtained < month
        case "same_month":
            return obtained <= month, obtained <= month
        case "registration_month":
            stated = since != -NEVER
            begun = np.where(stated, month_of(np.where(stated, since, 0)), obtained) <= month
            return begun, begun & (stated | (until != -NEVER))
    raise ValueError(f"unknown cert_start_rule {rule!r}")


def counted(held: Held, versions: Ints, rates: RateTable, parameters: Parameters) -> Counted:
    """The certificates that pay by each person's settling version, (m,): the highest, or all, a name once."""
    version = versions[held.position]
    rank = cell(rates.cert_rank, version, held.type)
    needs = cell(rates.cert_requires_registration, version, held.type) == 1
    good = (rank != MISSING) & np.where(needs, held.started_if_needed, held.started)
    if parameters.cert_requires_registration:
        good = good & (~needs | held.registered)
    place, kind, rank = held.position[good], held.type[good], rank[good]
    match parameters.cert_combination:
        case "highest":
            order = np.lexsort((rates.cert_order[kind], rank, place))
            first = np.diff(place[order], prepend=-1) != 0
            return Counted(place[order][first], kind[order][first])
        case "stack":
            return _unique(place, kind)
    raise ValueError(f"unknown cert_combination {parameters.cert_combination!r}")


def _unique(place: Ints, kind: Ints) -> Counted:
    """Each pair once, sorted."""
    pairs = np.unique((place << 20) + kind)
    return Counted(ints(pairs >> 20), ints(pairs & (2**20 - 1)))


def certificate_rates(kept: Counted, versions: Ints, size: int, rates: RateTable) -> Ints:
    """Fen a month by version in use and position, (u, m); a type that a version does not know adds nothing."""
    totals = np.zeros((versions.size, size), dtype=np.int64)
    for row, version in enumerate(versions.tolist()):
        amount = cell(rates.cert_amount, np.full_like(kept.type, version), kept.type)
        np.add.at(totals[row], kept.position, np.where(amount == MISSING, 0, amount))
    return totals
