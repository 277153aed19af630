"""Files of every kind, honest and not."""

import zipfile
import zlib
from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
HIDDEN = b"GPS: 31.2989, 120.5853"


def zipped(*names: str, content: bytes = b"<x/>", level: int = 6) -> bytes:
    """A zip with parts of these names."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


def docx(*more: str) -> bytes:
    """As much of a Word file as is looked at."""
    return zipped("[Content_Types].xml", "word/document.xml", *more)


def picture(form: str = "JPEG", size: tuple[int, int] = (30, 20), turned: bool = False) -> bytes:
    """A picture with a place hidden in its metadata, and something behind its end."""
    image = Image.new("RGB", size, (200, 30, 40))
    exif = Image.Exif()
    exif[0x010E] = HIDDEN.decode()
    if turned:
        exif[0x0112] = 6
    out = BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue() + HIDDEN


def huge_png() -> bytes:
    """A PNG that says it is 60 000 by 60 000 points in a few bytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")

    side = (60_000).to_bytes(4, "big")
    head = chunk(b"IHDR", side + side + b"\x08\x00\x00\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """A Word file that unpacks to 300 MB."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<x/>")
        with archive.open("word/media.bin", "w") as part:
            for _each in range(300):
                part.write(b"\0" * (1 << 20))
    return out.getvalue()


def lying_bomb() -> bytes:
    """The same, saying in its directory that it unpacks to a hundred bytes."""
    content = bytearray(bomb())
    true, told = (300 << 20).to_bytes(4, "little"), (100).to_bytes(4, "little")
    while (place := content.find(true)) >= 0:
        content[place : place + 4] = told
    return bytes(content)
