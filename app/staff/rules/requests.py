"""Change requests as values: what somebody may ask to have changed in her own file, and how far a request is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

OPEN, CONFIRM, CLOSED = "open", "confirm", "closed"
"""States of a request: somebody decides, a second person confirms, all is decided."""
REQUEST_STATES = (OPEN, CONFIRM, CLOSED)

ASKED, APPROVED, RECORDED, REFUSED, WITHDRAWN = "asked", "approved", "recorded", "refused", "withdrawn"
"""States of one field; `approved` waits for the second person."""
UNDECIDED = (ASKED, APPROVED)

ACCOUNT = re.compile(r"[0-9]{8,30}")
BANK = "bank_account"
"""The kind of fact whose change takes two people."""


@dataclass(frozen=True, slots=True)
class Askable:
    """A field of one's own file that one may ask to have changed. `secret` is never shown but masked."""

    kind: str
    field: str
    label: str
    longest: int = 500
    secret: bool = False
    help: str = ""

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{self.kind}-{self.field}"

    @property
    def two_people(self) -> bool:
        """Whether one approves and another confirms."""
        return self.kind == BANK


ASKABLE = (
    Askable("contact", "phone", label="Telephone", longest=60),
    Askable("residence", "address", label="Home address"),
    Askable("emergency", "contact_name", label="Emergency contact", longest=100),
    Askable("emergency", "relation", label="Relation", longest=40),
    Askable("emergency", "contact_phone", label="Telephone of the emergency contact", longest=60),
    Askable(
        BANK,
        "account",
        label="Bank card",
        longest=30,
        secret=True,
        help="Empty: it stays as it is. A second person checks every change of the account your pay goes to.",
    ),
    Askable(BANK, "bank", label="Bank", longest=200),
    Askable("background", "education", label="Education", longest=40),
    Askable("background", "school", label="School"),
    Askable("background", "major", label="Major"),
    Askable("background", "political_status", label="Political status", longest=40),
    Askable("identity", "name", label="Name", longest=100),
    Askable("identity", "ethnicity", label="Ethnicity", longest=40),
)
"""What is hers to say. All else is decided by documents of the organisation."""
BY_KEY: Mapping[str, Askable] = {one.key: one for one in ASKABLE}


def asked_changes(now: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """Of what was typed, the fields that would change. An empty secret changes nothing: it was never shown."""
    found = {}
    for key, one in BY_KEY.items():
        if key not in typed or (one.secret and not typed[key]):
            continue
        if typed[key] != now.get(key, ""):
            found[key] = typed[key]
    return found


def faults_of(changes: Mapping[str, str]) -> dict[str, str]:
    """What cannot be right about the values asked for: `too_long`, `no_account` or `needed`, by field."""
    faults = {}
    for key, value in changes.items():
        one = BY_KEY[key]
        if len(value) > one.longest:
            faults[key] = "too_long"
        elif one.secret and not ACCOUNT.fullmatch("".join(value.split())):
            faults[key] = "no_account"
        elif key == "identity-name" and not value:
            faults[key] = "needed"
    return faults


def state_of(lines: Iterable[str]) -> str:
    """How far a request is, from the states of its fields."""
    states = set(lines)
    return OPEN if ASKED in states else CONFIRM if APPROVED in states else CLOSED
