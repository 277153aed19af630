"""Checks of the identity number of a roster row: form, check character, birth date, age, sex."""

from datetime import date
from typing import Any

from app.core.identifiers import InvalidIdentifier, parse_resident_id
from app.core.imports.read import Table
from app.staff.imports import messages

YOUNGEST, OLDEST = 16, 70
_SEXES = {"M": "男", "F": "女"}
_PROBLEMS = {
    "check": messages.ID_CHECKSUM,
    "characters": messages.ID_CHARACTERS,
    "date": messages.ID_BIRTH_DATE,
    "future": messages.ID_BIRTH_DATE,
}


def check_identity(table: Table, index: int, row: dict[str, Any], as_of: date | None) -> date | None:
    """The birth date; faults are reported. An empty sex is filled in from the number."""
    number = row["id_number"]
    if number is None:
        return None
    if len(number) != 18:
        table.fault(index, "id_number", messages.ID_LENGTH, value=number, length=len(number))
        return None
    try:
        identity = parse_resident_id(number)
    except InvalidIdentifier as error:
        table.fault(index, "id_number", _PROBLEMS[error.kind], value=number)
        return None
    _check_age(table, index, row, identity.birth, as_of)
    sex = _SEXES[identity.sex]
    if row["sex"] is None:
        row["sex"] = sex
    elif row["sex"] != sex:
        table.fault(index, "sex", messages.ID_SEX, value=row["sex"], other=sex)
    return identity.birth


def _check_age(table: Table, index: int, row: dict[str, Any], birth: date, as_of: date | None) -> None:
    """Of working age on the day of the roster, or on the last working day if that is earlier."""
    days = [day for day in (as_of, row["leave_date"]) if day is not None]
    if not days:
        return
    on = min(days)
    age = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    if not YOUNGEST <= age <= OLDEST:
        values = {"value": row["id_number"], "age": age, "youngest": YOUNGEST, "oldest": OLDEST}
        table.fault(index, "id_number", messages.ID_AGE, **values)
