"""Catalogues that modules bring: read while they are set, never louder than our own, and no reason to stop."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from app.core import i18n
from app.core.modules import MenuItem, Module, catalogues_of
from app.core.testing.texts import faults_of_texts

HEAD = 'msgid ""\nmsgstr ""\n"Language: zh_Hans_CN\\n"\n'


def message(english: str, chinese: str) -> str:
    return f'\nmsgid "{english}"\nmsgstr "{chinese}"\n'


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of an importable package without catalogues."""
    home = tmp_path / "weather_in_words"
    home.mkdir()
    (home / "__init__.py").write_text('"""Weather."""\n', encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield home
    sys.modules.pop("weather_in_words", None)
    i18n.use_catalogues(())


def bring(package: Path, content: str) -> Path:
    file = package / "translations" / i18n.CHINESE / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_text(content, encoding="utf-8")
    return package / "translations"


MODULE = Module("weather", "Weather", package="weather_in_words", menu=(MenuItem("Rain in %(place)s", "weather", "x"),))


def test_they_are_spoken_while_they_are_set_and_ours_win(package: Path) -> None:
    bring(package, HEAD + message("Weather", "天气") + message("Name", "名号"))
    own = i18n.catalogue(i18n.CHINESE)["Name"]
    with i18n.use_language("zh"):
        assert i18n.gettext("Weather") == "Weather"
        i18n.use_catalogues(catalogues_of([MODULE]))
        assert i18n.gettext("Weather") == "天气"
        assert i18n.gettext("Name") == own != "名号"
        i18n.use_catalogues(())
        assert i18n.gettext("Weather") == "Weather"
    with i18n.use_language("en"):
        assert i18n.gettext("Weather") == "Weather"


def test_the_first_module_wins(tmp_path: Path) -> None:
    folders = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        folders.append(bring(tmp_path / name, HEAD + message("Weather", name)))
    i18n.use_catalogues(folders)
    with i18n.use_language("zh"):
        assert i18n.gettext("Weather") == "one"
    i18n.use_catalogues(())


def test_a_module_without_any_has_none(package: Path) -> None:
    assert catalogues_of([MODULE, Module("bare", "Bare")]) == ()


def test_one_that_cannot_be_read_stops_nobody(package: Path) -> None:
    folder = bring(package, 'msgid "Weather\nmsgstr 天气\n')
    i18n.use_catalogues([folder, package / "nowhere"])
    with i18n.use_language("zh"):
        assert i18n.gettext("Weather") == "Weather"
        assert i18n.gettext("Name") == i18n.catalogue(i18n.CHINESE)["Name"]
    assert any("cannot be read" in fault for fault in faults_of_texts(MODULE))


def test_the_battery_names_what_is_missing(package: Path) -> None:
    assert faults_of_texts(MODULE) == []  # English alone is allowed
    (package / "rules.py").write_text(
        '"""Rules."""\nfrom app.core.i18n import N_\nSLEET = N_("Sleet")\n', encoding="utf-8"
    )
    import_module("weather_in_words")
    bring(package, HEAD + message("Weather", "天气") + message("Rain in %(place)s", "雨"))
    faults = faults_of_texts(MODULE)
    assert len(faults) == 2
    assert "places" in faults[0]
    assert "'Sleet'" in faults[1]
