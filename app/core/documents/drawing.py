"""Drawing a document: a template's page filled with plain values, as PDF."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from app.core.documents.engine import engine, pdf, pdf_of_many
from app.core.documents.templates import html

PLAIN = (str, int, float, date, Enum, type(None))


class LiveValue(TypeError):
    """A template was given something that is no plain value, such as a row of the database."""


def draw_document(template: str, values: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of `module/documents/name.html` filled with plain values; <img src="picture:name"> shows a picture.

    LiveValue where a value is not plain; PdfEngineMissing, which says the command, where the machine can't draw.
    """
    engine()
    for name, value in values.items():
        _require_plain(name, value)
    return pdf(html(template, dict(values)), pictures or {})


def draw_documents(template: str, pages: Iterable[Mapping[str, Any]]) -> bytes:
    """One PDF of the same document for many, each with page numbers of its own, in their order."""
    engine()
    filled = []
    for values in pages:
        for name, value in values.items():
            _require_plain(name, value)
        filled.append(html(template, dict(values)))
    return pdf_of_many(filled)


def _require_plain(place: str, value: Any) -> None:
    if isinstance(value, PLAIN):
        return
    if isinstance(value, Mapping):
        for name, each in value.items():
            _require_plain(f"{place}.{name}", each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            _require_plain(place, each)
    elif is_dataclass(value):
        for field in fields(value):
            _require_plain(f"{place}.{field.name}", getattr(value, field.name))
    else:
        raise LiveValue(f"{place} is a {type(value).__name__}, which no template may be given")
