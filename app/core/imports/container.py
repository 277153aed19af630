"""What a file is, by its content, and whether it is safe to parse: sizes are checked before anything is read."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from app.core.imports.refusals import (
    Damaged,
    EmptyWorkbook,
    FileTooLarge,
    NotAWorkbook,
    PasswordProtected,
    RatioTooHigh,
    SheetTooLarge,
    TooManyParts,
    UnpacksTooLarge,
)

MEGABYTE = 1 << 20
CHUNK = 1 << 20
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
XLS_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
# A cell with content beyond column DX (128) or row 299 999: a dense table of it would fill the memory.
FAR_CELL = re.compile(rb'r="(?:[A-Z]{3,}|[E-Z][A-Z]|D[YZ]|[A-Z]+(?=[3-9]\d{5}|\d{7}))\d+"[^/>]*>')


class Format(StrEnum):
    """Formats that can be imported."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Limits:
    """What an uploaded workbook may have; sizes in bytes."""

    file_size: int = 60 * MEGABYTE
    parts: int = 1000
    unpacked: int = 800 * MEGABYTE
    ratio: int = 200
    ratio_from: int = 20 * MEGABYTE
    rows: int = 299_999
    columns: int = 128


LIMITS = Limits()


def check_container(path: Path, limits: Limits = LIMITS) -> Format:
    """The file's format by its content; refuses what is too large, encrypted, damaged or no workbook."""
    size = path.stat().st_size
    if size == 0:
        raise EmptyWorkbook()
    if size > limits.file_size:
        raise FileTooLarge(size=size // MEGABYTE, limit=limits.file_size // MEGABYTE)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK\x03\x04"):
        _check_zip(path, limits)
        return Format.XLSX
    if head.startswith(OLE_MAGIC):
        return _check_ole(path)
    return _check_text(head)


def _check_zip(path: Path, limits: Limits) -> None:
    """Refuse a zip that is no workbook or unpacks to more than allowed."""
    names = check_archive(path, limits)
    if "xl/workbook.xml" not in names:
        raise NotAWorkbook(found="xlsb" if "xl/workbook.bin" in names else "zip")


BROKEN = (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError)
"""What reading a zip's parts ends with where it is damaged, or packed in a way that nobody's office packs."""


def check_archive(source: Path | IO[bytes], limits: Limits) -> frozenset[str]:
    """The names of a zip's parts; refuses one that is damaged, encrypted, or says it unpacks to more than allowed."""
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Damaged() from error
    if len(entries) > limits.parts:
        raise TooManyParts(parts=len(entries), limit=limits.parts)
    if any(entry.flag_bits & 1 for entry in entries):
        raise PasswordProtected()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked:
        raise UnpacksTooLarge(size=unpacked // MEGABYTE, limit=limits.unpacked // MEGABYTE)
    ratio = unpacked // max(1, sum(entry.compress_size for entry in entries))
    if unpacked > limits.ratio_from and ratio > limits.ratio:
        raise RatioTooHigh(ratio=ratio)
    return frozenset(entry.filename for entry in entries)


def _check_ole(path: Path) -> Format:
    """An old .xls, unless the container wraps an encrypted .xlsx or another program's document."""
    content = path.read_bytes()
    if ENCRYPTED in content:
        raise PasswordProtected()
    if not any(stream in content for stream in XLS_STREAMS):
        raise NotAWorkbook(found="doc")
    return Format.XLS


def _check_text(head: bytes) -> Format:
    """Text of a table; refuses other programs' files and pages saved as .xls."""
    if head.startswith(b"%PDF"):
        raise NotAWorkbook(found="PDF")
    if head.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8")):
        raise NotAWorkbook(found="image")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise NotAWorkbook(found="HTML/XML")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotAWorkbook(found="binary")
    return Format.CSV


def chunks(archive: zipfile.ZipFile, name: str, carry: int = 64) -> Iterator[tuple[bytes, int]]:
    """A part in pieces that overlap by `carry` bytes, each with the length of its overlap."""
    tail = b""
    with archive.open(name) as part:
        while piece := part.read(CHUNK):
            yield tail + piece, len(tail)
            tail = piece[-carry:]


def read_through(source: Path | IO[bytes]) -> None:
    """Read every part once, so that its true size is what the directory says; refuses a damaged one."""
    try:
        with zipfile.ZipFile(source) as archive:
            for name in archive.namelist():
                for _piece in chunks(archive, name):
                    pass
    except BROKEN as error:
        raise Damaged() from error


def check_sheet_parts(path: Path, limits: Limits = LIMITS) -> frozenset[str]:
    """Read every sheet part once: true sizes, no far cells; the parts that may hold formulas.

    A size that lies in the zip's directory shows as a wrong checksum here, before the parser meets it.
    """
    suspects: set[str] = set()
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    if _scan_sheet(archive, entry.filename, limits):
                        suspects.add(entry.filename)
                elif entry.filename.startswith("xl/") and entry.filename.endswith(".xml"):
                    for _ in chunks(archive, entry.filename):
                        pass
    except BROKEN as error:
        raise Damaged() from error
    return frozenset(suspects)


def _scan_sheet(archive: zipfile.ZipFile, name: str, limits: Limits) -> bool:
    """Whether the raw sheet may hold a formula; refuses cells far outside."""
    suspect = False
    for piece, _ in chunks(archive, name):
        if FAR_CELL.search(piece):
            raise SheetTooLarge(rows=limits.rows, columns=limits.columns)
        suspect = suspect or b"<f" in piece or b":f>" in piece or b":f " in piece or b":f/" in piece
    return suspect
