"""One employee as at a day, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from app.core.periods import completed_years
from app.core.privacy import EncryptedColumn, MaskKind, mask
from app.staff import queries
from app.staff.models import BANK_ACCOUNT, ID_NUMBER, BankAccount, Employee, Identity
from app.staff.queries import UnitPath
from app.staff.rules.facts import KINDS, FactRow, Form, StreamEntry, in_force, known, stream
from app.staff.rules.status import status_on

SECRETS: Mapping[str, tuple[Any, EncryptedColumn, MaskKind]] = {
    "id_number": (Identity, ID_NUMBER, MaskKind.ID_NUMBER),
    "bank_account": (BankAccount, BANK_ACCOUNT, MaskKind.BANK_CARD),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """An employee as at `on`: what held on that day, everything believed now, and what was ever recorded.

    `names` say what units, posts, levels and legal entities are called on the day; `masked` holds the encrypted values
    with their middle starred.
    """

    employee_id: int
    number: str
    on: date
    name: str
    status: str
    post: str
    branch: str
    station: str
    service_years: int | None
    marks: tuple[str, ...]
    masked: Mapping[str, str]
    rows: Sequence[FactRow]
    names: Mapping[Form, Mapping[int, str]]
    stream: Sequence[StreamEntry]

    def current(self, kind: str) -> FactRow | None:
        """What held of a kind on the day."""
        return in_force(self.rows, kind, self.on)

    def of_kind(self, kind: str) -> list[FactRow]:
        """Everything believed of a kind, newest first."""
        return [row for row in reversed(self.rows) if row.kind == kind]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many records the tabs hold."""
        return {"contracts": len(self.of_kind("contract")) + self.qualifications}

    @property
    def qualifications(self) -> int:
        """How many qualifications are held."""
        return len(self.of_kind("qualification"))


def profile(session: Session, number: str, on: date) -> Profile:
    """An employee as at a day; NotFound for one the user may not meet."""
    employee = queries.employee_numbered(session, number)
    rows = queries.facts_of(session, employee.id)
    believed = known(rows)
    paths = queries.unit_paths(queries.placements_on(session, on))
    names = _names(session, paths)
    held = {kind.code: in_force(believed, kind.code, on) for kind in KINDS}
    identity, background, employment = held["identity"], held["background"], held["employment"]
    first = next((row for row in believed if row.kind == "identity"), None)
    unit = _value(held["assignment"], "unit_id")
    branch, station = paths.get(int(unit), ("", None)) if unit else ("", None)
    hired = employment or next((row for row in believed if row.kind == "employment"), None)
    on_probation = _value(held["probation"], "on_probation") in ("1", "true")
    marks = [_value(background, "education"), _value(background, "political_status")]
    return Profile(
        employee.id,
        number,
        on,
        _value(identity or first, "name"),
        status_on(on, hired.start if hired else None, hired.end if hired else None, on_probation),
        names[Form.POST].get(int(_value(held["post"], "post_id") or 0), ""),
        branch,
        station or "",
        _service_years(employment, on),
        tuple(one for one in marks[:1] if one),
        masked(session, employee, on),
        believed,
        names,
        stream(rows),
    )


def _value(row: FactRow | None, name: str) -> str:
    return (row.values.get(name) or "") if row else ""


def _service_years(employment: FactRow | None, on: date) -> int | None:
    """Completed years here on the day; a leaver's up to her last working day."""
    if employment is None:
        return None
    return completed_years(employment.start, min(on, employment.end or on))


def _names(session: Session, paths: Mapping[int, UnitPath]) -> dict[Form, dict[int, str]]:
    posts, levels, entities = queries.names_of_kinds(session)
    units = {key: " / ".join(filter(None, path)) for key, path in paths.items()}
    return {Form.UNIT: units, Form.POST: posts, Form.LEVEL: levels, Form.ENTITY: entities}


def _latest(employee: Employee, secret: str, on: date) -> Any:
    """The encrypted value of a day, with its code, as a statement."""
    model, column, _mask = SECRETS[secret]
    return (
        select(literal(secret), getattr(model, f"{column.column}_cipher"))
        .where(model.employee_id == employee.id, model.known_to.is_(None), model.start <= on)
        .order_by(model.start.desc())
        .limit(1)
    )


def masked(session: Session, employee: Employee, on: date) -> dict[str, str]:
    """The encrypted values of a day, each with its middle starred."""
    statements = [_latest(employee, secret, on).subquery() for secret in SECRETS]
    rows = session.execute(union_all(*(select(one) for one in statements)))
    opened = {secret: _opened(session, employee, secret, cipher) for secret, cipher in rows}
    return {secret: mask(SECRETS[secret][2], opened.get(secret, "")) for secret in SECRETS}


def secret_of(session: Session, employee: Employee, secret: str, on: date) -> str:
    """An encrypted value in full; whoever shows it has logged the reading before."""
    row = session.execute(_latest(employee, secret, on)).first()
    return _opened(session, employee, secret, row[1] if row else None)


def _opened(session: Session, employee: Employee, secret: str, cipher: bytes | None) -> str:
    return SECRETS[secret][1].open(session.info["keyring"], employee.uid, cipher) if cipher else ""
