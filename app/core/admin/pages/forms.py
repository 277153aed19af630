"""Pages that ask for something: a record's form, an import; and a job's progress."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.core.admin.pages.parts import Block, Button, Input, Link, Notice, Pairs, Table


@dataclass(frozen=True, slots=True)
class InputGroup:
    """Fields of a form under one heading."""

    title: str
    inputs: tuple[Input, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A field that another person saved meanwhile: what you wrote and what stands there now."""

    label: str
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A save over a newer version: who saved it when, and both versions side by side."""

    who: str
    when: str
    lines: tuple[ConflictLine, ...]
    discard_url: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form to make or change something, posted to `action`. `version` goes along as the field row_version.

    After a conflict it carries the values as typed and the newer version: saving again overwrites knowingly.
    """

    template: ClassVar[str] = "core/form.html"
    title: str
    crumbs: tuple[Link, ...]
    action: str
    groups: tuple[InputGroup, ...]
    submit: str
    cancel_url: str = ""
    version: str = ""
    hidden: Pairs = ()
    errors: tuple[str, ...] = ()
    conflict: Conflict | None = None
    preview_url: str = ""
    """Answers the form's values, posted, with what saving them would change; drawn below the fields while one types."""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPage:
    """An import: what the file must look like, and the upload."""

    template: ClassVar[str] = "core/import.html"
    title: str
    crumbs: tuple[Link, ...]
    action: str
    inputs: tuple[Input, ...]
    instructions: tuple[str, ...] = ()
    downloads: tuple[Link, ...] = ()
    columns: Table | None = None
    errors: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class JobPage:
    """A job's progress.

    `fragment_url` answers with `page.fragment` drawn alone; the page asks it until the job has ended.
    """

    template: ClassVar[str] = "core/job.html"
    fragment: ClassVar[str] = "core/job_state.html"
    title: str
    crumbs: tuple[Link, ...]
    state: Literal["queued", "running", "done", "failed"]
    fragment_url: str
    done: int = 0
    total: int = 0
    text: str = ""
    links: tuple[Link, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Something was refused or went wrong: what, and what to do."""

    template: ClassVar[str] = "core/error.html"
    status: int
    title: str
    text: str
    advice: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    reference: str = ""
