"""Plain data of the staff module: the canonical export."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.canonical import canonical_rows
from app.core.modules import CanonicalTable
from app.core.privacy import EncryptedColumn
from app.staff import models, queries
from app.staff.models import ASKED_AFTER, ASKED_BEFORE, BANK_ACCOUNT, ID_NUMBER


def _table(model: Any, sealed: tuple[EncryptedColumn, ...] = ()) -> CanonicalTable:
    table = model.__table__

    def rows(session: Session, history: bool) -> Sequence[Mapping[str, Any]]:
        names = {column: name for column, name in queries.natural_keys(session).items() if column in table.c}
        return canonical_rows(session, table, history, names, _opener(session, sealed))

    return CanonicalTable(table.name, rows)


def _opener(
    session: Session, sealed: tuple[EncryptedColumn, ...]
) -> Callable[[Mapping[str, Any]], Mapping[str, Any]] | None:
    if not sealed:
        return None
    keyring = session.info["keyring"]
    uids = {row[0]: row[1] for row in session.execute(select(models.Employee.id, models.Employee.uid))}

    def opened(row: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            column.column: column.open(keyring, uids[row["employee_id"]], cipher)
            if (cipher := row[f"{column.column}_cipher"]) is not None
            else None
            for column in sealed
        }

    return opened


def _requested_changes() -> CanonicalTable:
    """The fields asked for, by request, both values opened."""
    table: Any = models.RequestedChange.__table__

    def rows(session: Session, history: bool) -> Sequence[Mapping[str, Any]]:
        keyring, request = session.info["keyring"], models.ChangeRequest
        numbers = {key: number for key, number in session.execute(select(request.id, request.number))}
        names = {"request_id": ("request", numbers), "employee_id": queries.natural_keys(session)["employee_id"]}

        def opened(row: Mapping[str, Any]) -> Mapping[str, Any]:
            sealed = {"before": (ASKED_BEFORE, row["before_cipher"]), "after": (ASKED_AFTER, row["after_cipher"])}
            return {
                name: column.open(keyring, row["uid"], cipher) if cipher is not None else None
                for name, (column, cipher) in sealed.items()
            }

        return canonical_rows(session, table, history, names, opened)

    return CanonicalTable(table.name, rows)


CANONICAL = (
    _table(models.LegalEntity),
    _table(models.OrgUnit),
    _table(models.OrgUnitPlacement),
    _table(models.Post),
    _table(models.Level),
    _table(models.Employee),
    _table(models.Identity, (ID_NUMBER,)),
    _table(models.Background),
    _table(models.Contact),
    _table(models.Residence),
    _table(models.EmergencyContact),
    _table(models.BankAccount, (BANK_ACCOUNT,)),
    _table(models.Employment),
    _table(models.Assignment),
    _table(models.PostHolding),
    _table(models.Grading),
    _table(models.Probation),
    _table(models.ContributionBase),
    _table(models.Contract),
    _table(models.Qualification),
    _table(models.ChangeRequest),
    _requested_changes(),
)
