"""Which certificates count in a month, and which of them pay (pay rules, section 3).

The set is settled once for the month: ranks and the need of a registration are read in the scale version
of the last employed day. Amounts follow the version in force on each day.
"""

from collections.abc import Iterable, Mapping

from app.core.periods import Month
from app.payroll.rules.values import Certificate, CertificateRate, Parameters, ScaleVersion

START_RULES = ("next_month", "same_month", "registration_month")
COMBINATIONS = ("highest", "stack")


def _started(certificate: Certificate, month: Month, start_rule: str, requires_registration: bool) -> bool:
    """Whether the allowance has begun in the month.

    With registration_month a type that needs no registration, or a registration whose beginning is not
    known, begins with the month obtained; a type that needs one and has none has not begun.
    """
    obtained = Month.of(certificate.obtained)
    if start_rule == "next_month":
        return obtained < month
    if start_rule == "same_month":
        return obtained <= month
    if start_rule != "registration_month":
        raise ValueError(f"{start_rule!r} is no cert_start_rule")
    if certificate.registered_from is not None:
        return Month.of(certificate.registered_from) <= month
    return obtained <= month and (not requires_registration or certificate.registered_until is not None)


def _registered(certificate: Certificate, month: Month) -> bool:
    return certificate.registered_until is not None and certificate.registered_until >= month.first


def counts(certificate: Certificate, rate: CertificateRate, month: Month, parameters: Parameters) -> bool:
    """Whether a certificate counts in the month: begun, and registered where that is asked of its type."""
    if not _started(certificate, month, parameters.cert_start_rule, rate.requires_registration):
        return False
    asked = parameters.cert_requires_registration and rate.requires_registration
    return not asked or _registered(certificate, month)


def counted(
    certificates: Iterable[Certificate], version: ScaleVersion, month: Month, parameters: Parameters
) -> tuple[str, ...]:
    """The names that pay, by the ranks of one scale version: the highest (smallest rank) or all, each name once."""
    rates: Mapping[str, CertificateRate] = version.certificates
    names = {
        certificate.name
        for certificate in certificates
        if certificate.name in rates and counts(certificate, rates[certificate.name], month, parameters)
    }
    ranked = sorted(names, key=lambda name: (rates[name].rank, name))
    if parameters.cert_combination == "stack":
        return tuple(ranked)
    if parameters.cert_combination != "highest":
        raise ValueError(f"{parameters.cert_combination!r} is no cert_combination")
    return tuple(ranked[:1])
