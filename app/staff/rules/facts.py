"""The dated facts of an employee: what each kind holds, how sensitive it is, and what a set of rows says of a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from app.core.privacy.levels import Sensitivity

INTERNAL, PERSONAL = Sensitivity.INTERNAL, Sensitivity.PERSONAL


class Form(StrEnum):
    """What a value is."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    YES_NO = "yes_no"
    UNIT = "unit"
    POST = "post"
    LEVEL = "level"
    ENTITY = "entity"


@dataclass(frozen=True, slots=True)
class FactField:
    """One value of a fact: its column, its label, how sensitive it is and what it is."""

    name: str
    label: str
    form: Form = Form.TEXT
    sensitivity: Sensitivity = INTERNAL
    needed: bool = False


@dataclass(frozen=True, slots=True)
class FactKind:
    """A fact that changes on its own. `shape`: in force until the next, from a day to a day, or held for good."""

    code: str
    label: str
    fields: tuple[FactField, ...]
    shape: Literal["succession", "span", "held"] = "succession"
    fixed: tuple[str, ...] = ()
    """Fields that a form does not ask for: they follow from others, or go with the ID number."""


KINDS = (
    FactKind(
        "identity",
        label="Identity",
        fields=(
            FactField("name", label="Name", needed=True),
            FactField("sex", label="Sex"),
            FactField("birth_date", label="Born", form=Form.DATE, sensitivity=PERSONAL),
            FactField("ethnicity", label="Ethnicity", sensitivity=PERSONAL),
        ),
        fixed=("sex", "birth_date"),
    ),
    FactKind(
        "background",
        label="Education and background",
        fields=(
            FactField("political_status", label="Political status", sensitivity=PERSONAL),
            FactField("education", label="Education"),
            FactField("school", label="School"),
            FactField("major", label="Major"),
        ),
    ),
    FactKind("contact", label="Contact", fields=(FactField("phone", label="Telephone", sensitivity=PERSONAL),)),
    FactKind(
        "residence", label="Home address", fields=(FactField("address", label="Home address", sensitivity=PERSONAL),)
    ),
    FactKind(
        "emergency",
        label="Emergency contact",
        fields=(
            FactField("contact_name", label="Emergency contact", sensitivity=PERSONAL),
            FactField("relation", label="Relation", sensitivity=PERSONAL),
            FactField("contact_phone", label="Telephone of the emergency contact", sensitivity=PERSONAL),
        ),
    ),
    FactKind("bank_account", label="Bank account", fields=(FactField("bank", label="Bank", sensitivity=PERSONAL),)),
    FactKind("assignment", label="Unit", fields=(FactField("unit_id", label="Unit", form=Form.UNIT),)),
    FactKind("post", label="Post", fields=(FactField("post_id", label="Post", form=Form.POST),)),
    FactKind(
        "grading",
        label="Level and step",
        fields=(
            FactField("level_id", label="Level", form=Form.LEVEL),
            FactField("step", label="Step", form=Form.NUMBER),
            FactField("level_since", label="Level since", form=Form.DATE),
        ),
        fixed=("level_since",),
    ),
    FactKind(
        "probation",
        label="Probation tier",
        fields=(
            FactField("on_probation", label="On the probation tier", form=Form.YES_NO),
            FactField("planned", label="Planned", form=Form.YES_NO),
        ),
        fixed=("planned",),
    ),
    FactKind(
        "contribution_base",
        label="Contribution bases",
        fields=(
            FactField("social_base", label="Social insurance base", form=Form.MONEY, sensitivity=PERSONAL),
            FactField("housing_base", label="Housing fund base", form=Form.MONEY, sensitivity=PERSONAL),
        ),
    ),
    FactKind(
        "employment",
        label="Employment",
        shape="span",
        fields=(
            FactField("legal_entity_id", label="Legal entity", form=Form.ENTITY),
            FactField("work_start", label="First job", form=Form.DATE),
            FactField("first_employment", label="First employment", form=Form.YES_NO),
            FactField("prior_service_months", label="Recognised prior service (months)", form=Form.NUMBER),
            FactField("remark", label="Remark"),
        ),
    ),
    FactKind(
        "contract", label="Contract", shape="span", fields=(FactField("type", label="Contract type", needed=True),)
    ),
    FactKind(
        "qualification",
        label="Qualification",
        shape="held",
        fields=(
            FactField("name", label="Qualification", needed=True),
            FactField("certificate_number", label="Certificate number", sensitivity=PERSONAL),
            FactField("obtained", label="Obtained", form=Form.DATE, needed=True),
            FactField("registered_until", label="Registered until", form=Form.DATE),
        ),
    ),
)
BY_CODE: Mapping[str, FactKind] = {kind.code: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row of a fact as it is stored, its values as text by column; `start` of what is held is the day obtained."""

    kind: str
    key: int
    start: date
    end: date | None
    known_from: datetime
    known_to: datetime | None
    recorded_by: str | None
    document: str | None
    note: str | None
    values: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value that became another; None for nothing."""

    kind: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class StreamEntry:
    """What was recorded at one instant about one kind of fact: a change from a day, or a correction."""

    at: datetime
    who: str | None
    kind: str
    start: date
    end: date | None
    correction: bool
    first: bool
    document: str | None
    note: str | None
    changes: tuple[FieldChange, ...]


def known(rows: Iterable[FactRow], instant: datetime | None = None) -> list[FactRow]:
    """The rows believed at an instant (now, when none is given), in order of start."""
    if instant is None:
        found = [row for row in rows if row.known_to is None]
    else:
        found = [row for row in rows if row.known_from <= instant and (row.known_to is None or row.known_to > instant)]
    return sorted(found, key=lambda row: (row.start, row.key))


def in_force(rows: Sequence[FactRow], kind: str, on: date) -> FactRow | None:
    """Of known rows, the one of a kind that holds on a day; of spans the last begun, over or not."""
    begun = [row for row in rows if row.kind == kind and row.start <= on]
    return begun[-1] if begun else None


def version_of(rows: Iterable[FactRow], kind: str) -> str:
    """What a form carries to tell whether a kind of fact was changed meanwhile: the newest known row and how many."""
    keys = [row.key for row in rows if row.kind == kind and row.known_to is None]
    return f"{max(keys, default=0)}/{len(keys)}"


def stream(rows: Sequence[FactRow]) -> list[StreamEntry]:
    """What was recorded, newest first, each with what it replaced."""
    entries = []
    for row in rows:
        earlier = [
            other
            for other in rows
            if other.kind == row.kind
            and other.known_from < row.known_from
            and (other.known_to is None or other.known_to >= row.known_from)
        ]
        replaced = next((one for one in earlier if one.known_to == row.known_from and one.start == row.start), None)
        before = replaced or _before(earlier, row)
        entries.append(
            StreamEntry(
                row.known_from,
                row.recorded_by,
                row.kind,
                row.start,
                row.end,
                replaced is not None and not _only_ended(replaced, row),
                before is None,
                row.document,
                row.note,
                _differences(before, row),
            )
        )
    return sorted(entries, key=lambda entry: (entry.at, entry.start), reverse=True)


def _only_ended(replaced: FactRow, row: FactRow) -> bool:
    """Whether nothing but the end of an open span was recorded: that is a change, no correction."""
    return replaced.end is None and row.end is not None and replaced.values == row.values


def _before(earlier: Iterable[FactRow], row: FactRow) -> FactRow | None:
    if BY_CODE[row.kind].shape == "held":
        return None
    past = sorted((one for one in earlier if one.start <= row.start), key=lambda one: (one.start, one.key))
    return past[-1] if past else None


def _differences(before: FactRow | None, row: FactRow) -> tuple[FieldChange, ...]:
    was: Mapping[str, str | None] = before.values if before else {}
    found = [
        FieldChange(row.kind, name, was.get(name), value)
        for name, value in row.values.items()
        if was.get(name) != value
    ]
    if before is not None and before.end != row.end:
        found.append(FieldChange(row.kind, "end", _day(before.end), _day(row.end)))
    return tuple(found)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
