"""Why a file is not taken, or can't be given back."""

from app.core.errors import ZiqiangError
from app.core.i18n import N_


class FileRefused(ZiqiangError):
    """A file that can't be attached; the base of the reasons below."""

    kind = "file_refused"
    message = N_("This file can't be attached.")
    status = 422


class FileEmpty(FileRefused):
    """Nothing was chosen, or nothing is in it."""

    kind = "file_empty"
    message = N_("Choose a file that is not empty.")


class FileTooBig(FileRefused):
    """More bytes than an attachment may have."""

    kind = "file_too_big"
    message = N_("The file has more than %(limit)s MB. Make it smaller, or attach it in parts.")


class KindNotAllowed(FileRefused):
    """The content is none of the kinds that are taken, whatever the name says."""

    kind = "kind_not_allowed"
    message = N_("By its content this file is none of the kinds that can be attached: %(kinds)s.")


class PictureTooBig(FileRefused):
    """A picture of very many points."""

    kind = "picture_too_big"
    message = N_("The picture has more than %(limit)s million points. Make it smaller and try again.")


class FileUnsafe(FileRefused):
    """A container that is not what real documents are."""

    kind = "file_unsafe"
    message = N_("The file is not taken: %(reason)s. Save it anew in its program and try again.")


class FileDamaged(FileRefused):
    """A file that can't be read to its end."""

    kind = "file_damaged"
    message = N_("The file is damaged and can't be read. Open it in its program and save it anew.")


class ReasonMissing(ZiqiangError):
    """An attachment is removed for a reason."""

    kind = "reason_missing"
    message = N_("Say why the file is removed.")
    status = 422


class FileMissing(ZiqiangError):
    """The record of a file is there, the file is not, or not as it was."""

    kind = "file_missing"
    message = N_("The stored file %(name)s is missing or was altered. Tell the administrator: a backup has it.")
    status = 500
