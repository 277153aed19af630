"""The names of files: what somebody sends is shown, never used as a path."""

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 120
_PATH = re.compile(r"[/\\]")


def kept_name(sent: str, endings: Sequence[str]) -> str:
    """The name without path and without signs that can't be seen, with an ending that tells the truth."""
    last = _PATH.split(unicodedata.normalize("NFC", sent))[-1]
    plain = "".join(sign for sign in last if sign.isprintable() and unicodedata.category(sign) != "Cf")
    stem, dot, ending = plain.strip(" .").rpartition(".")
    if not dot or ending.lower() not in endings:
        stem, ending = plain.strip(" ."), endings[0]
    return f"{stem[:LONGEST].strip(' .') or 'file'}.{ending.lower()}"
