"""What a module may contribute: permissions, import kinds, screens, panels, columns, menus, documents, jobs,
attachments, settings, what needs attention. Boards, their tiles and the year's tasks: `app.core.modules.boards`.

Contributions are data: what they name is called by the kernel, never the other way round.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Select, Table
from sqlalchemy.orm import Session

from app.core.canonical import canonical_rows
from app.core.errors import CellError, ZiqiangError
from app.core.modules.import_changes import RowChange
from app.core.periods import Month


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission with the roles that hold it. `operator` is the command line without `--as`.

    The roles of `own` hold it too, but for the record that is about the user herself alone.
    """

    code: str
    label: str
    roles: tuple[str, ...]
    own: tuple[str, ...] = ()


@dataclass(slots=True)
class ImportOutcome:
    """What an import did, or would do: records created, updated, unchanged, the errors, and what changes where.

    `changes` may be a generator: it is gone through once, after the transaction, and by a preview only.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[CellError] = field(default_factory=list)
    changes: Iterable[RowChange] = ()


@dataclass(frozen=True, slots=True)
class ImportKind:
    """An importable workbook.

    `read` parses the file outside the write transaction (in a reading session, for reference data); it is given a
    path or a `Workbook` that is open already, and `app.core.imports.workbook.open_workbook` takes either.
    `apply` writes what was read; neither is called when the other found errors.
    `sheets` (`ImportSheet`s of app.core.imports.columns) say what the workbook looks like: for the template, and for
    matching columns whose headings are not known. `undo` takes back what an applied import brought, as its `Trace`
    (app.core.tracing) says, or answers in words what stands in the way and writes nothing; None: it can't be undone.
    """

    code: str
    label: str
    permission: str
    read: Callable[[Session, Any, Month | None], Any]
    apply: Callable[[Session, Any, Month | None], ImportOutcome]
    needs_month: bool = True
    sheets: tuple[Any, ...] = ()
    undo: Callable[[Session, Any], Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class CanonicalTable:
    """A business table of the canonical export: rows by natural key, encrypted fields opened."""

    name: str
    rows: Callable[[Session, bool], Sequence[Mapping[str, Any]]]

    @classmethod
    def of(cls, model: Any, keys: Callable[[Session], Mapping[str, tuple[str, Mapping[int, Any]]]]) -> "CanonicalTable":
        """A table as it is; `keys` has, for columns that refer to others, their natural keys by id, such as
        `app.staff.queries.natural_keys`."""
        table: Table = model.__table__

        def rows(session: Session, history: bool) -> Sequence[Mapping[str, Any]]:
            names = {column: found for column, found in keys(session).items() if column in table.c}
            return canonical_rows(session, table, history, names)

        return cls(table.name, rows)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of a module's menu: `endpoint` is the view's endpoint, shown to whom `permission` allows.

    A `wide` one is left out for those who hold the permission over their own record alone. A `tucked` one is found by
    the palette and from other pages, and takes no room in the bar.
    """

    label: str
    endpoint: str
    permission: str
    order: int = 100
    wide: bool = False
    tucked: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of another module's record page. `host` names the page, such as `staff.employee`.

    `load` gives the blocks (values of `app.core.admin.pages`) for one record id. A panel that can be edited has a
    WTForms class, `values(session, record_id)` to fill it, and `save(session, record_id, values)`, a service.
    """

    host: str
    name: str
    title: str
    permission: str
    load: Callable[[Session, int], Sequence[Any]]
    form: type[Any] | None = None
    values: Callable[[Session, int], Mapping[str, Any]] | None = None
    save: Callable[[Session, int, Mapping[str, Any]], None] | None = None
    save_permission: str | None = None
    order: int = 100


@dataclass(frozen=True, slots=True)
class FigureTile:
    """A large figure of boards; `load` gives a Tile of `app.core.admin.pages`.

    `boards` names the boards it stands on, none: all of them; `label` is what it is called when it is chosen.
    """

    permission: str
    load: Callable[[Session], Any]
    order: int = 100
    label: str = ""
    boards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that waits for somebody: a count, and `url`, the list of just what was counted.

    `count` gives the number, or the statement that counts it: all such statements are asked together. It counts a
    mapped column, never `*`, and reads through mapped classes, so that the record rules hold. `name` is known to no
    other module.
    """

    name: str
    label: str
    permission: str
    count: Callable[[Session], int | Select[int]]
    url: str
    order: int = 100
    tone: Literal["info", "warning", "danger"] = "warning"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the search box offers."""

    label: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Finder:
    """What the search box of every page looks through: some suggestions for what was typed."""

    permission: str
    find: Callable[[Session, str], Sequence[Suggestion]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column on another module's list, always loaded in bulk: record ids in, values by id out."""

    host: str
    name: str
    label: str
    permission: str
    load: Callable[[Session, Sequence[int]], Mapping[int, str]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class Dimension:
    """What another module's list can be filtered and grouped by as well.

    `column(key)` gives an SQL expression for the record whose key is the column `key`: a scalar subquery over mapped
    classes, so that the record rules hold. `kind`, `called`, `read` and `facet` are those of the list's own dimensions;
    values that are `ordered` stand in their own order, such as age groups.
    """

    host: str
    name: str
    label: str
    permission: str
    column: Callable[[Any], Any]
    kind: Literal["text", "choice", "date", "number", "money", "flag"] = "choice"
    called: Callable[[Any], str] = str
    read: Callable[[str], Any] | None = None
    facet: bool = False
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted or summed of another module's list as well; `column` as of a dimension."""

    host: str
    name: str
    label: str
    permission: str
    column: Callable[[Any], Any]
    kind: Literal["count", "number", "money"] = "number"
    total: Literal["sum", "average", "min", "max"] = "sum"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn document: its bytes, media type and file name."""

    content: bytes
    media_type: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document of one record of `host`, drawn from plain data."""

    host: str
    name: str
    label: str
    permission: str
    draw: Callable[[Session, int], Drawn]


@dataclass(frozen=True, slots=True)
class RecordHost:
    """A kind of record that has a page, such as `staff.employee`: files may be attached to it, panels stand on it.

    Reading and attaching files take the two permissions. `find(session, record_id, permission)` gives the address of
    the record's page; it raises NotFound unless the acting user holds the permission over that very record.

    Who opens the page, and who reads and writes its notes and activities, are permissions of their own where they
    differ. `within(session, permission)` gives the ids of the records over which the acting user holds a permission,
    as a sub-select: without it only who holds it everywhere meets them in lists. `called` says what records are
    called, by id.
    """

    host: str
    label: str
    permission_read: str
    permission_write: str
    find: Callable[[Session, int, str], str]
    permission_page: str = ""
    permission_notes_read: str = ""
    permission_notes_write: str = ""
    within: Callable[[Session, str], Any] | None = None
    called: Callable[[Session, Sequence[int]], Mapping[int, str]] | None = None

    @property
    def opens(self) -> str:
        """The permission that opens the page."""
        return self.permission_page or self.permission_read

    @property
    def reads_notes(self) -> str:
        """The permission that reads notes and activities."""
        return self.permission_notes_read or self.permission_read

    @property
    def writes_notes(self) -> str:
        """The permission that writes notes and plans activities."""
        return self.permission_notes_write or self.permission_write


@dataclass(frozen=True, slots=True)
class SmartButton:
    """A button with a count at the head of another module's record page, listed in a manifest's `contributions`.

    `count(session, record_id)` gives a select of one number; those of all buttons are asked in one statement, within
    the record rules. `url(session, record_id)` says where it leads, without asking the database.
    """

    host: str
    name: str
    label: str
    icon: str
    permission: str
    count: Callable[[Session, int], Any]
    url: Callable[[Session, int], str]
    order: int = 100


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where the records of a host lie, for whoever explains a right to them; asked past the record rules.

    `look_up` gives a record's id from what people call it, such as an employee number; `node` the node of the tree it
    lies in today; `subject` whose own record it is. None: unknown, or nowhere.
    """

    host: str
    key: str
    look_up: Callable[[Session, str], int | None]
    node: Callable[[Session, int], int | None]
    subject: Callable[[Session, int], str | None] = lambda session, record_id: None


@dataclass(frozen=True, slots=True)
class Switch:
    """An advanced function of a module, off in simple mode; `sentence` says what it adds."""

    name: str
    label: str
    sentence: str
    default: bool = False


class MonthNeeded(ZiqiangError):
    """The file's pay month was not given."""

    kind = "month_needed"
    message = "Say which pay month the file belongs to, for example: --month 2026-10"


def required_month(month: Month | None) -> Month:
    """The pay month a file belongs to; a named error where it was not given."""
    if month is None:
        raise MonthNeeded()
    return month


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page about the one who looks, for her first page: its address, who has one, and what stands beside it now."""

    name: str
    label: str
    url: str
    permission: str
    icon: str = ""
    note: Callable[[Session], str] | None = None
    order: int = 100


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a module holds about one person, for the copy she may take: rows of labels (message ids) and values."""

    name: str
    label: str
    rows: Callable[[Session, int], Sequence[Mapping[str, Any]]]
    order: int = 100


@dataclass(frozen=True, slots=True)
class DataTrail:
    """How the audit log names what is one person's: a table, and her keys in it (`begins`: how they begin).

    `called` says in words what each action of the log did. Without keys it is what was done to many people's at once:
    those actions alone.
    """

    table: str
    called: Mapping[str, str]
    keys: Callable[[Session, int], Sequence[str]] | None = None
    begins: bool = False


@dataclass(frozen=True, slots=True)
class PaletteAction:
    """Something the command palette offers to do; `keywords` are other words it is found by, in any language."""

    label: str
    url: str
    permission: str
    keywords: str = ""
    order: int = 100
