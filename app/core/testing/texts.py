"""What is missing in the catalogues that a module brings: lines for the developer, none when all is well."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from app.core.errors import ZiqiangError
from app.core.i18n import CHINESE, catalogue, read_catalogue
from app.core.modules import Module, catalogues_of

PLACE = re.compile(r"%\(\w+\)s|%%|\{\w+[^}]*\}")
MARKS = {"_", "N_", "gettext"}


def faults_of_texts(module: Module) -> list[str]:
    """Texts of a module without a Chinese one, its own or the product's; a module without catalogues has no fault."""
    return [fault for folder in catalogues_of([module]) for fault in _faults(module, folder)]


def _faults(module: Module, folder: Path) -> Iterator[str]:
    texts = set(_texts(module))
    for file in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        language = file.parts[-3]
        try:
            brought = read_catalogue(file)
        except ValueError as error:
            yield f"{language}: its catalogue cannot be read: {error}"
            continue
        for message, said in brought.items():
            if set(PLACE.findall(message)) != set(PLACE.findall(said)):
                yield f"{language}: the places of {message!r} are not those of {said!r}"
        for message in sorted(texts - brought.keys() - catalogue(language).keys() if language == CHINESE else ()):
            yield f"{language}: there is no text for {message!r}"


def _texts(module: Module) -> Iterator[str]:
    """Every text a module shows, as far as it can be told: labels, messages of errors, and what is marked."""
    named: tuple[Any, ...] = (
        *module.permissions,
        *module.imports,
        *module.menu,
        *module.columns,
        *module.documents,
        *module.settings,
    )
    yield from (one.label for one in (*named, *module.jobs) if one.label)
    yield module.label
    for panel in module.panels:
        yield panel.title
        if panel.form is not None:
            yield from (str(field.label.text) for field in panel.form())
    yield from (text for view in _views(module) for text in _texts_of_view(view))
    home = import_module(module.home)
    yield from (kind.message for kind in _kinds(ZiqiangError) if kind.__module__.startswith(f"{home.__name__}."))
    for file in Path(str(home.__file__)).parent.rglob("*.py"):
        yield from _marked(file)


def _views(module: Module) -> tuple[type[Any], ...]:
    """Views are loaded here: the web is heavy, and a module without any does without it."""
    from app.core.admin.views import views_of

    return views_of(module)


def _texts_of_view(view: type[Any]) -> Iterator[str]:
    """What a list declares."""
    yield from (text for name in ("title", "placeholder", "empty") if (text := getattr(view, name, "")))
    yield from (one.label for name in ("fields", "dimensions", "measures") for one in getattr(view, name, ()))


def _kinds(parent: type[ZiqiangError]) -> Iterator[type[ZiqiangError]]:
    for child in parent.__subclasses__():
        yield child
        yield from _kinds(child)


def _marked(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in MARKS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
