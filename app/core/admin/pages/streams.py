"""The side stream of a record: what is to be done, its files, what happened, and the small forms that add to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from app.core.admin.pages.parts import Button, Input, Link, Tone


@dataclass(frozen=True, slots=True)
class Change:
    """A field that changed, from one value to another; a personal value comes masked."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What somebody did at a time of day: fields changed, a sentence, or a note they left."""

    who: str
    time: str
    text: str = ""
    changes: tuple[Change, ...] = ()
    note: str = ""
    links: tuple[Link, ...] = ()
    buttons: tuple[Button, ...] = ()
    struck: str = ""
    """Of a note that was struck out: by whom, when and why."""


@dataclass(frozen=True, slots=True)
class HistoryDay:
    """The entries of one day under its heading."""

    label: str
    entries: tuple[HistoryEntry, ...]


@dataclass(frozen=True, slots=True)
class Composer:
    """A small form over the stream, opened by its label, such as writing a note."""

    name: str
    label: str
    icon: str
    action: str
    inputs: tuple[Input, ...]
    submit: str


@dataclass(frozen=True, slots=True)
class ActivityCard:
    """An open activity: until when, whose, and what may be done with it. Overdue is red, today orange."""

    icon: str
    kind: str
    summary: str
    due: str
    when: str
    tone: Tone
    assignee: str
    note: str = ""
    done_url: str = ""
    change_url: str = ""
    cancel: Button | None = None
    record: str = ""
    record_url: str = ""


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file of the record; a picture has a preview, which is fetched once it is asked for."""

    name: str
    url: str
    size: str
    by: str
    at: str
    preview_url: str = ""
    remove_url: str = ""


@dataclass(frozen=True, slots=True)
class Stream:
    """Everything beside a record. Its forms come back to `here`."""

    days: tuple[HistoryDay, ...]
    composers: tuple[Composer, ...] = ()
    activities: tuple[ActivityCard, ...] = ()
    files: tuple[FileCard, ...] = ()
    buttons: tuple[Button, ...] = ()
    here: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of the history at its instant, so that entries of several sources stand in one order."""

    at: datetime
    entry: HistoryEntry


@dataclass(frozen=True, slots=True)
class BellJob:
    """A job in the menu of the bell."""

    label: str
    url: str
    state: Literal["queued", "running", "done", "failed"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class BellMenu:
    """What the bell opens: one's own activities, overdue first, and one's latest jobs."""

    template: ClassVar[str] = "core/bell_menu.html"
    activities: tuple[ActivityCard, ...]
    jobs: tuple[BellJob, ...]
    activities_url: str
    jobs_url: str
    more: int = 0
