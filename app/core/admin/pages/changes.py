"""What saving a form would change, shown below its fields before it is saved."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.admin.pages.streams import Change


@dataclass(frozen=True, slots=True)
class WillChange:
    """The fields that change, from when, and what else that touches; a fragment of a form's page."""

    template: ClassVar[str] = "core/will_change.html"
    changes: tuple[Change, ...]
    when: str = ""
    touches: tuple[str, ...] = ()
