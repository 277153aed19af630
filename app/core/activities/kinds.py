"""The kinds of activities: their names and icons."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.i18n import N_


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """What is to be done: a name and an icon."""

    label: str
    icon: str


KINDS: Mapping[str, ActivityKind] = {
    "todo": ActivityKind(N_("To do"), "checklist"),
    "call": ActivityKind(N_("Telephone call"), "phone"),
    "meeting": ActivityKind(N_("Talk in person"), "users"),
    "document": ActivityKind(N_("Document to get"), "file-text"),
    "check": ActivityKind(N_("Check"), "eye"),
}
