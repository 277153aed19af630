"""Both catalogues are complete, and the command line speaks the reader's language."""

import io
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from inspect import cleandoc
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from click.testing import CliRunner

import app
from app.core import i18n
from app.core.cli import main
from app.core.errors import ZiqiangError
from app.core.modules import discover
from translations.extract import extract

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"%\(\w+\)s|%%|\{\w+[^}]*\}")
HAN = re.compile(r"[一-鿿]")


def catalogue(language: str) -> Catalog:
    content = (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").read_bytes()
    return read_po(io.BytesIO(content), locale=language, abort_invalid=True)


def extracted() -> set[str]:
    found = extract_from_dir(
        ROOT / "app",
        method_map=[
            ("**/imports/messages.py", "ignore"),
            ("imports/messages.py", "ignore"),
            ("**.py", extract),
            ("**/templates/**.html", "jinja2"),
        ],
        keywords={"_": None, "N_": None, "gettext": None},
    )
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def error_messages() -> set[str]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    return {kind.message for kind in kinds(ZiqiangError) if kind.__module__.startswith("app.")}


def kinds(parent: type[ZiqiangError]) -> Iterator[type[ZiqiangError]]:
    yield parent
    for child in parent.__subclasses__():
        yield from kinds(child)


def commands(
    command: click.Command = main, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    children = dict(command.commands) if isinstance(command, click.Group) else {}
    if command is main:
        children |= {one.name or "": one for module in discover() for one in module.commands}
    for name, child in children.items():
        yield from commands(child, (*path, name))


def helps() -> set[str]:
    texts = {cleandoc(command.help or "") for _, command in commands()}
    return texts | {
        one.help or "" for _, command in commands() for one in command.params if isinstance(one, click.Option)
    }


def labels() -> set[str]:
    modules = discover()
    return {
        *(module.label for module in modules),
        *(one.label for module in modules for one in (*module.permissions, *module.imports)),
    }


def needed() -> set[str]:
    return (extracted() | error_messages() | helps() | labels()) - {""}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_catalogue_has_every_text_and_no_other(language: str) -> None:
    texts = {message.id: message for message in catalogue(language) if message.id}
    assert needed() - set(texts) == set()
    assert set(texts) - needed() == set()
    assert [message.id for message in texts.values() if not message.string or message.fuzzy] == []
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_translations_keep_the_places(language: str) -> None:
    for message in catalogue(language):
        assert set(PLACE.findall(str(message.string))) == set(PLACE.findall(str(message.id))) or not message.id


def test_every_chinese_text_is_chinese() -> None:
    assert [one.id for one in catalogue(i18n.CHINESE) if one.id and not HAN.search(str(one.string))] == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_quick_reader_reads_what_babel_reads(language: str) -> None:
    assert i18n.catalogue(language) == {one.id: one.string for one in catalogue(language) if one.id}


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "zh_Hans_CN"),
        ({"LANG": "C.UTF-8"}, "zh_Hans_CN"),
        ({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, "zh_Hans_CN"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "zh_TW.UTF-8"}, "zh_Hans_CN"),
        ({"ZIQIANG_LANGUAGE": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str) -> None:
    for name in i18n.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert i18n.language() == language
    with i18n.use_language("en-GB"):
        assert i18n.language() == "en"


@pytest.mark.parametrize("path", [path for path, _ in commands()], ids=" ".join)
def test_help_speaks_the_language(path: tuple[str, ...]) -> None:
    command = dict(commands())[path]
    with i18n.use_language("zh_CN"):
        chinese = CliRunner().invoke(command, ["--help"], obj=object()).output
    with i18n.use_language("en"):
        english = CliRunner().invoke(command, ["--help"], obj=object()).output
    assert i18n.catalogue(i18n.CHINESE)[cleandoc(command.help or "")] in "".join(
        line.strip() for line in chinese.split("\n")
    )
    assert "显示本帮助并退出。" in chinese
    assert "Show this message and exit." in english
    assert not HAN.search(english.replace("自强人事", ""))
