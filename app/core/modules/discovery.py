"""Discovery by entry points, and the order: each module after those it depends on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import EntryPoint, entry_points

from app.core.errors import ZiqiangError
from app.core.modules.manifest import Module

GROUP = "ziqiang.modules"
PRODUCT = "ziqiang"


class MissingDependency(ZiqiangError):
    """A module needs another that is not there."""

    kind = "missing_dependency"
    message = "Module %(module)s needs module %(needs)s, which is not on this machine. Install its package first."


class DependencyCycle(ZiqiangError):
    """Modules that need each other."""

    kind = "dependency_cycle"
    message = "These modules need each other in a circle: %(modules)s."


class NameTwice(ZiqiangError):
    """Two packages bring a module of the same name."""

    kind = "module_name_twice"
    message = "Two installed packages bring a module %(module)s: %(packages)s. Remove one of them."


class BrokenModule(ZiqiangError):
    """A package whose module cannot be loaded. It is left out; everything else works."""

    kind = "module_broken"
    message = (
        "Module %(module)s of package %(package)s cannot be loaded (%(reason)s). "
        "Mend the package, install a version that fits, or remove it."
    )
    status = 409


@dataclass(frozen=True, slots=True)
class Source:
    """Where a module comes from: its distribution and that one's version."""

    distribution: str
    version: str


@cache
def _found() -> tuple[tuple[tuple[Module, Source], ...], tuple[BrokenModule, ...]]:
    """The modules on this machine, and what is wrong with those that cannot be loaded."""
    found, broken = [], []
    for entry in entry_points(group=GROUP):
        source = Source(entry.dist.name, entry.dist.version) if entry.dist else Source("", "0")
        try:
            found.append((_loaded(entry), source))
        except (Exception, SystemExit) as error:  # whatever somebody else's code does when it is imported
            if source.distribution == PRODUCT:
                raise
            reason = f"{type(error).__name__}: {error}".splitlines()[0]
            broken.append(BrokenModule(module=entry.name, package=source.distribution, reason=reason))
    return tuple(found), tuple(broken)


def _loaded(entry: EntryPoint) -> Module:
    module = entry.load()
    if not isinstance(module, Module):
        raise TypeError(f"{entry.value} is no Module")
    return module


def broken() -> tuple[BrokenModule, ...]:
    """The modules on this machine that cannot be loaded, each with the reason."""
    return _found()[1]


def sources() -> Mapping[str, Source]:
    """Where every module on this machine comes from, by its name."""
    by_name: dict[str, Source] = {}
    for module, source in _found()[0]:
        if by_name.setdefault(module.name, source) != source:
            raise NameTwice(module=module.name, packages=f"{by_name[module.name].distribution}, {source.distribution}")
    return by_name


def discover() -> tuple[Module, ...]:
    """Every module on this machine that can be loaded, each after those it depends on; what it needs may be missing."""
    sources()
    return in_order({module.name: module for module, _source in _found()[0]}.values(), complete=False)


def own(modules: Sequence[Module]) -> tuple[Module, ...]:
    """Those of the product itself: what an empty system starts with. Modules without a package count as such."""
    known = sources()
    return tuple(one for one in modules if one.name not in known or known[one.name].distribution == PRODUCT)


def in_order(modules: Iterable[Module], complete: bool = True) -> tuple[Module, ...]:
    """Modules sorted so that each comes after those it depends on, ties by name.

    `complete`: a module that needs another which is not among them is an error that names both.
    """
    by_name = {module.name: module for module in modules}
    for module in by_name.values():
        for needed in module.depends:
            if complete and needed not in by_name:
                raise MissingDependency(module=module.name, needs=needed)
    needs = {name: [one for one in by_name[name].depends if one in by_name] for name in sorted(by_name)}
    try:
        return tuple(by_name[name] for name in TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise DependencyCycle(modules=", ".join(error.args[1])) from error
