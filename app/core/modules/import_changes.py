"""What an import would change, row by row and field by field: what its preview shows."""

from dataclasses import dataclass
from typing import Literal

Action = Literal["create", "update", "unchanged"]
ACTIONS: tuple[Action, ...] = ("create", "update", "unchanged")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field from one value to another, in words; a personal value comes masked."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """What happens to the record of a row of the sheet: `key` and `name` say which record that is."""

    row: int
    key: str
    name: str
    action: Action
    fields: tuple[FieldChange, ...] = ()
    sheet: str = ""
