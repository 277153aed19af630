"""The certificates of a roster row: several in one cell, in the same order in all four columns."""

from typing import Any

from app.core.imports.read import Table
from app.staff.imports import messages
from app.staff.rules.records import CertificateRecord

_CELLS = ("certificates", "certificate_numbers", "obtained", "registered_until")


def certificates_of(table: Table, index: int, row: dict[str, Any]) -> tuple[CertificateRecord, ...]:
    """The certificates; none where the cells disagree, which is reported."""
    names, numbers, obtained, until = (row[name] or () for name in _CELLS)
    if not (names or numbers or obtained or until) or table.faulty(index, *_CELLS):
        return ()
    if not obtained and names:
        table.fault(index, "obtained", messages.CERTIFICATE_WITHOUT_DATE, certificate=names[0])
        return ()
    for name in ("obtained", "registered_until", "certificate_numbers"):
        count = len(row[name] or ())
        if count not in (0, len(names)):
            table.fault(index, name, messages.CERTIFICATE_COUNT, count=count, certificates=len(names))
            return ()
    if None in names or None in obtained:
        _report_gap(table, index, names, obtained)
        return ()
    blank = (None,) * len(names)
    return tuple(CertificateRecord(*one) for one in zip(names, numbers or blank, obtained, until or blank, strict=True))


def _report_gap(table: Table, index: int, names: Any, obtained: Any) -> None:
    """Report the first certificate without a name or a date."""
    for name, day in zip(names, obtained, strict=True):
        if name is None:
            values = {"count": len(names), "certificates": sum(one is not None for one in names)}
            table.fault(index, "certificates", messages.CERTIFICATE_COUNT, **values)
            return
        if day is None:
            table.fault(index, "obtained", messages.CERTIFICATE_WITHOUT_DATE, certificate=name)
            return
