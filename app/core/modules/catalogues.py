"""The catalogues of texts that modules bring in packages of their own."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from app.core.modules.manifest import Module

FOLDER = "translations"


def catalogues_of(modules: Iterable[Module]) -> tuple[Path, ...]:
    """The folders of catalogues of these modules, in their order."""
    homes = (Path(str(import_module(module.home).__file__)).with_name(FOLDER) for module in modules if module.home)
    return tuple(home for home in homes if home.is_dir())
