"""What a file is by its content, and what is kept of it: sizes and kinds are checked before anything is read."""

from dataclasses import dataclass
from io import BytesIO

from app.core.attachments.errors import FileDamaged, FileEmpty, FileTooBig, FileUnsafe, KindNotAllowed
from app.core.attachments.names import kept_name
from app.core.attachments.pictures import redrawn
from app.core.i18n import N_
from app.core.identifiers import find_id_numbers
from app.core.imports.container import MEGABYTE, Limits, check_archive, read_through
from app.core.imports.refusals import (
    PasswordProtected,
    RatioTooHigh,
    TooManyParts,
    UnpacksTooLarge,
    WorkbookRefused,
)

LARGEST = 20 * MEGABYTE
LIMITS = Limits(file_size=LARGEST, unpacked=200 * MEGABYTE)
MACROS = ("word/vbaProject.bin", "xl/vbaProject.bin")
REASONS: dict[type[WorkbookRefused], str] = {
    PasswordProtected: N_("it is protected by a password"),
    TooManyParts: N_("it consists of very many parts"),
    UnpacksTooLarge: N_("it unpacks to far more than such files do"),
    RatioTooHigh: N_("it is compressed far more than such files are"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken: its media type, and the endings its names have, the usual one first."""

    media_type: str
    endings: tuple[str, ...]


OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = Kind("application/pdf", ("pdf",))
PNG = Kind("image/png", ("png",))
JPEG = Kind("image/jpeg", ("jpg", "jpeg"))
DOCX = Kind(f"{OFFICE}wordprocessingml.document", ("docx",))
XLSX = Kind(f"{OFFICE}spreadsheetml.sheet", ("xlsx",))
TEXT = Kind("text/plain", ("txt",))
KINDS = (PDF, PNG, JPEG, DOCX, XLSX, TEXT)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its bytes (a picture's drawn anew), its name without path, and its kind.

    `id_numbers` are the resident ID numbers written in its name or, of a text, in it.
    """

    content: bytes
    name: str
    kind: Kind
    id_numbers: tuple[str, ...]


def checked(name: str, content: bytes) -> Checked:
    """Check a file that somebody sends; a named error where it is not taken. Needs no database: do it before."""
    if not content:
        raise FileEmpty()
    if len(content) > LARGEST:
        raise FileTooBig(limit=LARGEST // MEGABYTE)
    text = ""
    if content.startswith(b"%PDF-"):
        kind = PDF
    elif content.startswith(b"\x89PNG\r\n\x1a\n"):
        kind, content = PNG, redrawn(content, "PNG")
    elif content.startswith(b"\xff\xd8\xff"):
        kind, content = JPEG, redrawn(content, "JPEG")
    elif content.startswith(b"PK\x03\x04"):
        kind = _office(content)
    else:
        kind, text = TEXT, _text(content)
    shown = kept_name(name, kind.endings)
    return Checked(content, shown, kind, find_id_numbers(f"{shown}\n{text}"))


def _office(content: bytes) -> Kind:
    """A document or workbook, read through once so that its sizes are true; no other container."""
    try:
        names = check_archive(BytesIO(content), LIMITS)
        kind = DOCX if "word/document.xml" in names else XLSX if "xl/workbook.xml" in names else None
        if kind is None:
            raise _refused()
        if names.intersection(MACROS):
            raise FileUnsafe(reason=N_("it holds macros"))
        read_through(BytesIO(content))
    except WorkbookRefused as error:
        reason = REASONS.get(type(error))
        raise FileUnsafe(reason=reason) if reason else FileDamaged() from error
    return kind


def _text(content: bytes) -> str:
    """Plain text in one of the usual codings; whatever has control characters is none."""
    for coding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030"):
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if all(sign >= " " or sign in "\t\r\n\f" for sign in text) and "\x7f" not in text:
            return text
    raise _refused()


def _refused() -> KindNotAllowed:
    return KindNotAllowed(kinds=", ".join(kind.endings[0] for kind in KINDS))
