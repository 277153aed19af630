"""Where the templates of documents stand: `app/<module>/templates/<module>/documents/`, the kernel's for all."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.i18n import CHINESE, gettext, language

if TYPE_CHECKING:
    from jinja2 import Environment

APP = Path(__file__).parents[2]
DOCUMENTS = "documents"
TAGS = {CHINESE: "zh-Hans", "en": "en"}


@cache
def folders() -> tuple[Path, ...]:
    """The folder of templates of every module."""
    return tuple(sorted(APP.glob("*/templates")))


@cache
def environment() -> "Environment":
    """Templates that escape what they are given and stumble over what they are not."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(folders()), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(_=gettext, language=lambda: TAGS[language()])
    return made


def html(template: str, values: dict[str, Any]) -> str:
    """The page of a template, filled."""
    if packaged_file(template) is None:
        raise ValueError(f"{template} is no template of a document")
    return environment().get_template(template).render(values)


def packaged_file(name: str) -> Path | None:
    """The file of a name such as staff/documents/form.css; None for anything outside the documents' folders."""
    parts = name.split("/")
    if len(parts) != 3 or parts[1] != DOCUMENTS or not all(part.strip(".") for part in parts) or "\\" in name:
        return None
    return next((folder / name for folder in folders() if (folder / name).is_file()), None)
