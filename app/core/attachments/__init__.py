"""Attachments: files that belong to a record, sealed on disk, checked by their content, and never deleted silently.

A module names the records that may have files in its manifest (`RecordHost`). The files lie in the folder
`attachments` of the data folder, beside the web, under random names and readable by the owner alone.
"""

from app.core.attachments.checks import CHECKS
from app.core.attachments.content import LARGEST, Checked, Kind, checked
from app.core.attachments.errors import (
    FileDamaged,
    FileEmpty,
    FileMissing,
    FileTooBig,
    FileUnsafe,
    KindNotAllowed,
    PictureTooBig,
    ReasonMissing,
)
from app.core.attachments.keeping import attach, remove
from app.core.attachments.looking import (
    PREVIEWED,
    Attached,
    Opened,
    attachments_of,
    counted,
    may_write,
    open_attachment,
    preview_of,
    shown,
)
from app.core.attachments.tables import Attachment

__all__ = [
    "CHECKS",
    "LARGEST",
    "PREVIEWED",
    "Attached",
    "Attachment",
    "Checked",
    "FileDamaged",
    "FileEmpty",
    "FileMissing",
    "FileTooBig",
    "FileUnsafe",
    "Kind",
    "KindNotAllowed",
    "Opened",
    "PictureTooBig",
    "ReasonMissing",
    "attach",
    "attachments_of",
    "checked",
    "counted",
    "may_write",
    "open_attachment",
    "preview_of",
    "remove",
    "shown",
]
