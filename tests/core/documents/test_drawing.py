"""Documents are drawn from plain values and packaged files alone."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from app.core.access import User
from app.core.documents import LiveValue, PdfEngineMissing, draw_document
from app.core.documents.engine import engine, pdf
from app.core.documents.templates import packaged_file
from app.core.errors import ZiqiangError

TEMPLATE = "staff/documents/registration.html"


@dataclass(frozen=True)
class Holder:
    inside: Any


@pytest.mark.parametrize("value", [User(login="x"), Holder(User(login="x")), [{"a": (User(login="x"),)}], object()])
def test_a_template_gets_no_live_row(value: Any) -> None:
    with pytest.raises(LiveValue):
        draw_document(TEMPLATE, {"form": value})


def test_plain_values_pass_and_what_is_missing_is_stumbled_over() -> None:
    with pytest.raises(UndefinedError):
        draw_document(TEMPLATE, {"form": {"title": "x", "day": date(2026, 1, 1), "rows": ((1, None),)}})


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:1/a.png",
        "data:image/png;base64,AAAA",
        "asset:core/core/base.html",
        "asset:core/documents/../core/base.html",
        "asset:staff/documents/nothing.css",
        "picture:other",
        "relative.png",
    ],
)
def test_nothing_but_packaged_files_is_fetched(address: str) -> None:
    with pytest.raises(engine().urls.FatalURLFetchingError, match="is no packaged file"):
        pdf(f'<img src="{address}">', {"photo": b""})
    with pytest.raises(engine().urls.FatalURLFetchingError, match="is no packaged file"):
        pdf(f'<style>p {{ background: url("{address}") }}</style><p>x', {})


def test_a_style_sheet_fetches_nothing_else_either() -> None:
    with pytest.raises(engine().urls.FatalURLFetchingError):
        pdf('<style>@import "file:///etc/hostname";</style><p>x', {})


@pytest.mark.parametrize(
    ("name", "is_packaged"),
    [
        ("core/documents/paper.css", True),
        (TEMPLATE, True),
        ("core/documents/..", False),
        ("../core/documents/paper.css", False),
        ("core/core/base.html", False),
        ("/etc/passwd", False),
        ("core/documents/a\\b", False),
    ],
)
def test_packaged_files_lie_in_the_folders_of_documents(name: str, is_packaged: bool) -> None:
    assert (packaged_file(name) is not None) == is_packaged


def test_the_packaged_fonts_are_the_only_ones(tmp_path: Path) -> None:
    drawn = pdf("<p style='font-family: Arial'>自强 Ziqiang 123 <b>粗</b></p>", {})
    (tmp_path / "page.pdf").write_bytes(drawn)
    listed = subprocess.run(
        ["pdffonts", str(tmp_path / "page.pdf")], capture_output=True, text=True, timeout=60, check=True
    ).stdout.splitlines()[2:]
    assert listed
    assert all("Noto-S" in line and line.split()[-5] == "yes" for line in listed)


def test_without_pango_the_command_that_brings_it_is_named(tmp_path: Path) -> None:
    code = (
        "import cffi\n"
        "def refuse(self, name, *rest): raise OSError(f'cannot load library {name}')\n"
        "cffi.FFI.dlopen = refuse\n"
        "from app.core.documents import PdfEngineMissing, draw_document\n"
        "try:\n"
        "    draw_document('core/documents/paper.css', {})\n"
        "except PdfEngineMissing as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONPATH": "."}, check=True,
    )  # fmt: skip
    assert "apt-get install libpango-1.0-0" in done.stdout
    assert issubclass(PdfEngineMissing, ZiqiangError)
