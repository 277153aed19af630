"""Discovery by entry points, and the order: each module after those it depends on."""

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import entry_points

from app.core.errors import ZiqiangError
from app.core.modules.manifest import Module

GROUP = "ziqiang.modules"


class MissingDependency(ZiqiangError):
    """A module needs another that is not there."""

    kind = "missing_dependency"
    message = "Module %(module)s needs module %(needs)s, which is not installed."


class DependencyCycle(ZiqiangError):
    """Modules that need each other."""

    kind = "dependency_cycle"
    message = "These modules need each other in a circle: %(modules)s."


def discover() -> tuple[Module, ...]:
    """Every module on this machine, each after those it depends on."""
    return in_order([entry.load() for entry in entry_points(group=GROUP)])


def in_order(modules: Sequence[Module]) -> tuple[Module, ...]:
    """Modules sorted so that each comes after those it depends on, ties by name."""
    by_name = {module.name: module for module in modules}
    for module in modules:
        for needed in module.depends:
            if needed not in by_name:
                raise MissingDependency(module=module.name, needs=needed)
    sorter = TopologicalSorter({name: by_name[name].depends for name in sorted(by_name)})
    try:
        return tuple(by_name[name] for name in sorter.static_order())
    except CycleError as error:
        raise DependencyCycle(modules=", ".join(error.args[1])) from error
