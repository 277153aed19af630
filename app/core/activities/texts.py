"""What is typed: trimmed, and without ID numbers of people who are not on file, unless somebody confirms them."""

from sqlalchemy.orm import Session

from app.core.activities.errors import ReasonMissing, StrangeNumbers, TextMissing
from app.core.identifiers import find_id_numbers
from app.core.privacy import MaskKind, mask, strange_id_numbers

LONGEST_SUMMARY = 200
LONGEST_TEXT = 4000
LONGEST_REASON = 200
SHOWN = 5


def written(session: Session, text: str, confirmed: bool, longest: int = LONGEST_TEXT) -> str:
    """The text as it is kept; refused when empty, and until confirmed when it names people who are not on file."""
    found = text.replace("\0", "").strip()[:longest]
    if not found:
        raise TextMissing()
    strange = strange_id_numbers(session, find_id_numbers(found))
    if strange and not confirmed:
        raise StrangeNumbers(numbers=", ".join(mask(MaskKind.ID_NUMBER, one) for one in strange[:SHOWN]))
    return found


def reason_of(text: str) -> str:
    """Why something is struck out or cancelled."""
    found = text.replace("\0", "").strip()[:LONGEST_REASON]
    if not found:
        raise ReasonMissing()
    return found
