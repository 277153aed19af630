"""What a file is, is told by its content; what is dangerous or hidden in it does not come in."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.core.attachments import (
    LARGEST,
    FileDamaged,
    FileEmpty,
    FileTooBig,
    FileUnsafe,
    KindNotAllowed,
    PictureTooBig,
    checked,
)
from app.core.attachments.names import kept_name
from app.core.errors import ZiqiangError
from app.core.identifiers import find_id_numbers, resident_id_check
from tests.core.attachments.samples import HIDDEN, PDF, bomb, docx, huge_png, lying_bomb, picture, zipped

OFFICE = "application/vnd.openxmlformats-officedocument."
ID = "110101199003071" + "23"
ID += resident_id_check(ID)


@pytest.mark.parametrize(
    ("name", "content", "kept", "media_type"),
    [
        ("简历.pdf", PDF, "简历.pdf", "application/pdf"),
        ("photo.JPEG", picture(), "photo.jpeg", "image/jpeg"),
        ("photo.pdf", picture("PNG"), "photo.pdf.png", "image/png"),
        ("a.docx", docx(), "a.docx", f"{OFFICE}wordprocessingml.document"),
        ("t.xlsx", zipped("xl/workbook.xml"), "t.xlsx", f"{OFFICE}spreadsheetml.sheet"),
        ("说明.txt", "中文".encode(), "说明.txt", "text/plain"),
        ("说明.txt", "中文".encode("gb18030"), "说明.txt", "text/plain"),
        ("说明.txt", "中文".encode("utf-16"), "说明.txt", "text/plain"),
        ("page.html", b"<script>alert(1)</script>", "page.html.txt", "text/plain"),
    ],
)  # fmt: skip
def test_the_kind_is_told_by_the_content(name: str, content: bytes, kept: str, media_type: str) -> None:
    file = checked(name, content)
    assert (file.name, file.kind.media_type) == (kept, media_type)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", FileEmpty),
        (b"%PDF-" + b"x" * LARGEST, FileTooBig),
        (b"MZ\x90\x00\x03\x00\x00\x00", KindNotAllowed),
        (b"\x7fELF\x02\x01\x01\x00", KindNotAllowed),
        (b"GIF89a\x01\x00\x01\x00\x00", KindNotAllowed),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, KindNotAllowed),
        (zipped("a.exe"), KindNotAllowed),
        (docx("word/vbaProject.bin"), FileUnsafe),
        (docx()[:-30], FileDamaged),
        (zipped("word/document.xml", *(f"p{number}" for number in range(1200))), FileUnsafe),
        (picture()[:200], FileDamaged),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, FileDamaged),
        (huge_png(), PictureTooBig),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_what_is_not_taken(content: bytes, error: type[ZiqiangError]) -> None:
    with pytest.raises(error):
        checked("a.pdf", content)


def test_a_container_that_unpacks_to_too_much_is_not_taken_even_when_it_lies() -> None:
    with pytest.raises(FileUnsafe):
        checked("a.docx", bomb())
    with pytest.raises(FileDamaged):
        checked("a.docx", lying_bomb())


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_is_drawn_anew_without_what_is_hidden_in_it(form: str) -> None:
    sent = picture(form, turned=True)
    assert HIDDEN in sent
    kept = checked("a.jpg", sent).content
    assert HIDDEN not in kept
    with Image.open(BytesIO(kept)) as image:
        assert image.size == (20, 30)
        assert not image.getexif()
        red, green, blue = image.convert("RGB").getpixel((10, 15))  # type: ignore[misc]
    assert red > 180
    assert green < 60
    assert blue < 70


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\docs\\a.pdf", "a.pdf"),
        ("..", "file.pdf"),
        ("", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        ("张三 合同.PDF", "张三 合同.pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_is_shown_and_never_a_path(sent: str, kept: str) -> None:
    assert kept_name(sent, ("pdf",)) == kept


@given(st.text(max_size=300))
def test_any_name_becomes_a_plain_one(sent: str) -> None:
    kept = kept_name(sent, ("pdf",))
    assert kept.endswith(".pdf")
    assert kept.isprintable()
    assert not set(kept) & set("/\\")
    assert 5 <= len(kept) <= 200


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"号码{ID}，", (ID,)),
        (f"{ID[:6]} {ID[6:14]}-{ID[14:]}", (ID,)),
        ("".join(chr(ord(digit) + 0xFEE0) for digit in ID), (ID,)),
        (f"{ID} {ID}", (ID,)),
        (f"1{ID}", ()),
        (f"{ID}0", ()),
        ("110101199013071230", ()),
        ("6222021001116245702", ()),
        (ID[:17] + ("1" if ID[17] != "1" else "2"), ()),
    ],
)
def test_id_numbers_are_found_in_a_text(text: str, found: tuple[str, ...]) -> None:
    assert find_id_numbers(text) == found


def test_names_and_texts_are_looked_through_for_id_numbers() -> None:
    assert checked(f"{ID}.pdf", PDF).id_numbers == (ID,)
    assert checked("a.txt", f"甲 {ID}".encode()).id_numbers == (ID,)
