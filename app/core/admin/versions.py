"""Saving over a newer version: what a form was filled with tells whether somebody saved meanwhile, and both stand
side by side when somebody did."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import Form

from app.core.admin.inputs import inputs_of
from app.core.admin.pages import Conflict, ConflictLine, Input
from app.core.i18n import gettext as _

VERSION = "row_version"
LENGTH = 24


def version_of_values(values: Mapping[str, Any]) -> str:
    """A mark of what a form is filled with; it is another as soon as one of the values is."""
    written = repr(sorted((name, str(value)) for name, value in values.items() if name != VERSION))
    return hashlib.sha256(written.encode()).hexdigest()[:LENGTH]


def conflict_of(yours: Form, theirs: Form, discard_url: str, leave_out: Iterable[str] = ()) -> Conflict:
    """Both versions of a form's fields: what was typed, and what is recorded now."""
    left_out = tuple(leave_out)
    recorded = {one.name: one for one in inputs_of(theirs, left_out)}
    lines = tuple(
        ConflictLine(one.label, in_words(one), in_words(recorded[one.name]))
        for one in inputs_of(yours, left_out)
        if one.name in recorded
    )
    return Conflict("", "", lines, discard_url)


def in_words(one: Input) -> str:
    """The value of a field as somebody reads it."""
    if one.kind == "checkbox":
        return _("yes") if one.value else _("no")
    return next((choice.label for choice in one.choices if choice.value == one.value), one.value)
