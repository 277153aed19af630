"""What a module offers for the organisation's own forms: single values, and tables whose rows repeat."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app.core import clock
from app.core.i18n import gettext as _
from app.core.tables.layout import Kind

Value = str | int | date | None
"""What stands in a cell; money is whole fen."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A value that a cell can be bound to. `synonyms` are what forms print beside it, for suggestions; `note` tells it
    from another of the same label.

    With a permission it stays empty for whoever does not hold that.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    synonyms: tuple[str, ...] = ()
    permission: str = ""
    note: str = ""

    @property
    def called(self) -> str:
        """What it is called, in the reader's language."""
        return " · ".join(_(part) for part in (self.label, self.note) if part)


@dataclass(frozen=True, slots=True)
class FormTable:
    """Rows that repeat, such as the people of a sheet."""

    name: str
    label: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class FormRequest:
    """Which form: of which record of the source's host, as at which day, and perhaps of one unit alone."""

    record_id: int
    on: date
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FormData:
    """What a form is filled with; `title` is what the file is called."""

    title: str
    values: Mapping[str, Value]
    rows: Mapping[str, Sequence[Mapping[str, Value]]] = field(default_factory=dict)


def _today(_session: Session, _record_id: int) -> date:
    return clock.today()


def _nothing(_session: Session) -> int | None:
    return None


@dataclass(frozen=True, slots=True)
class FormSource:
    """A document that the organisation may have a form of its own for; stands among a manifest's `contributions`.

    `host` is the page that offers it, such as `staff.employee`; `load` refuses records that the acting user does not
    meet. `day` is the day of a record that decides which version of the form is filled (today, where nothing is said);
    `newest` a record for the preview.
    """

    name: str
    host: str
    label: str
    permission: str
    fields: tuple[FormField, ...]
    tables: tuple[FormTable, ...]
    load: Callable[[Session, FormRequest], FormData]
    day: Callable[[Session, int], date] = _today
    newest: Callable[[Session], int | None] = _nothing

    def field_named(self, table: str, name: str) -> FormField | None:
        """A field of a table, or (no table) a single value."""
        return next((one for one in self.fields_of(table) if one.name == name), None)

    def fields_of(self, table: str) -> tuple[FormField, ...]:
        """The fields of a table, or (no table) the single values."""
        if not table:
            return self.fields
        return next((one.fields for one in self.tables if one.name == table), ())

    def groups(self) -> Iterator[tuple[str, str, tuple[FormField, ...]]]:
        """Name, label and fields: first the single values, then each table."""
        yield "", "", self.fields
        for table in self.tables:
            yield table.name, table.label, table.fields
