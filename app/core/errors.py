"""Named errors: what went wrong, where, and how to mend it, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class ZiqiangError(Exception):
    """An error the user can act on.

    `kind` is a stable code for programs; `message` is an English message id with
    %(name)s places for `values`, translated where it is shown.
    """

    kind: str = "error"
    message: str = "Something went wrong."
    status: int = 400

    def __init__(self, **values: Any) -> None:
        self.values: Mapping[str, Any] = values
        super().__init__(self.message % values)


class AccessDenied(ZiqiangError):
    """The user may not do this."""

    kind = "access_denied"
    message = "%(user)s may not do this: %(permission)s is not granted here."
    status = 403


class NotFound(ZiqiangError):
    """No such record, or none the user may see."""

    kind = "not_found"
    message = "There is no %(what)s %(key)s."
    status = 404


class Stale(ZiqiangError):
    """The record has changed since it was read."""

    kind = "stale"
    message = "%(what)s has been changed by somebody else since you opened it."
    status = 409


@dataclass(frozen=True, slots=True)
class CellError:
    """One thing wrong with one cell of an imported workbook.

    `row` is the row of the sheet as the user sees it (1 is the first); `column` the header;
    `kind` a stable code; `message` is in the user's language: what, where, how to mend it.
    """

    row: int
    column: str
    kind: str
    message: str
    sheet: str = ""
