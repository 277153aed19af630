"""The one lazy loader of WeasyPrint, with the packaged fonts alone, and the fetcher that leaves the package never."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.sax.saxutils import escape

from app.core.documents.errors import PdfEngineMissing
from app.core.documents.templates import packaged_file

ASSET, PICTURE = "asset:", "picture:"
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@cache
def engine() -> ModuleType:
    """WeasyPrint; PdfEngineMissing where its native libraries are not installed."""
    _use_packaged_fonts()
    try:
        import weasyprint
    except OSError as error:
        raise PdfEngineMissing() from error
    loaded: ModuleType = weasyprint
    return loaded


@cache
def _use_packaged_fonts() -> "tempfile.TemporaryDirectory[str]":
    """Show Fontconfig the packaged fonts and no others, so that pages look the same on every machine."""
    import pylopdf_fonts_zh_cn

    fonts = Path(pylopdf_fonts_zh_cn.sans_path()).parent
    folder = tempfile.TemporaryDirectory(prefix="ziqiang-fonts-")
    file = Path(folder.name) / "fonts.conf"
    file.write_text(_FONTS.format(fonts=escape(str(fonts)), cache=escape(folder.name)), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(file)
    return folder


def pdf(html: str, pictures: Mapping[str, bytes]) -> bytes:
    """The PDF of a page: style sheets by asset:module/documents/name.css, pictures by picture:name."""
    weasyprint = engine()
    fetcher = _fetcher(weasyprint.urls, pictures)
    document = weasyprint.HTML(string=html, base_url=ASSET, url_fetcher=fetcher)
    drawn: bytes = document.write_pdf()
    return drawn


def pdf_of_many(pages: Sequence[str]) -> bytes:
    """One PDF of several documents, each with page numbers of its own."""
    weasyprint = engine()
    fetcher = _fetcher(weasyprint.urls, {})
    drawn = [weasyprint.HTML(string=html, base_url=ASSET, url_fetcher=fetcher).render() for html in pages]
    whole: bytes = drawn[0].copy([page for document in drawn for page in document.pages]).write_pdf()
    return whole


def _fetcher(urls: Any, pictures: Mapping[str, bytes]) -> Any:
    class Packaged(urls.URLFetcher):  # type: ignore[misc]
        """Gives packaged files and the document's own pictures; whatever else is asked for stops the drawing."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            """The bytes behind an address of ours."""
            if url.startswith(PICTURE) and url.removeprefix(PICTURE) in pictures:
                return urls.URLFetcherResponse(url, pictures[url.removeprefix(PICTURE)])
            place = packaged_file(url.removeprefix(ASSET)) if url.startswith(ASSET) else None
            if place is None:
                raise urls.FatalURLFetchingError(f"{url} is no packaged file")
            kind = {"Content-Type": "text/css"} if place.suffix == ".css" else {}
            return urls.URLFetcherResponse(url, place.read_bytes(), kind)

    return Packaged(allowed_protocols=())
