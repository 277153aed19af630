"""What of a list a user may see: its columns, dimensions and measures and those that other modules add."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import scope_of
from app.core.admin.lists.declared import Dimension, ListField, Measure, Names
from app.core.admin.opened import opened_system

Permitted = TypeVar("Permitted", ListField, Dimension, Measure)


def reads(session: Session, permission: str, of_list: str) -> bool:
    """Whether the acting user holds a permission over everything she meets by the permission of the list.

    Holding it over a part is not enough: sorting, counting and filtering would tell of the rest.
    """
    if not permission or permission == of_list:
        return True
    held, needed = scope_of(session, permission), scope_of(session, of_list)
    if needed.everywhere and not held.everywhere:
        return False
    covered = all(held.covers(path) for path in needed.paths)
    return bool(held) and covered and (held.everywhere or needed.subject in (None, held.subject))


def permitted(session: Session, declared: Iterable[Permitted], of_list: str) -> list[Permitted]:
    """Those of a list's declarations that the acting user may use."""
    return [one for one in declared if reads(session, one.permission, of_list)]


def added_dimensions(host: str, key: Any) -> list[Dimension]:
    """The dimensions that other modules add to a list."""
    found = [one for module in opened_system().modules for one in module.dimensions if host and one.host == host]
    return [
        Dimension(
            one.name,
            one.label,
            _column(one.column, key, clock.today()),
            one.kind,
            _without_names(one.called),
            facet=one.facet,
            permission=one.permission,
            read=one.read,
            rank=_itself if one.ordered else None,
        )
        for one in found
    ]


@lru_cache(maxsize=256)
def _column(build: Callable[[Any], Any], key: Any, _today: date) -> Any:
    """The column of a contribution: put together once a day, as it may say today; that takes longer than its use."""
    return build(key)


def added_measures(host: str, key: Any) -> list[Measure]:
    """The measures that other modules add to a list."""
    found = [one for module in opened_system().modules for one in module.measures if host and one.host == host]
    today = clock.today()
    return [
        Measure(one.name, one.label, _column(one.column, key, today), one.kind, one.total, one.permission)
        for one in found
    ]


def by_name(dimensions: Iterable[Dimension]) -> Mapping[str, Dimension]:
    """Dimensions by their names in the address; the list's own come first."""
    found: dict[str, Dimension] = {}
    for one in dimensions:
        found.setdefault(one.name, one)
    return found


def _itself(value: Any, _names: Names) -> Any:
    return value


def _without_names(called: Callable[[Any], str]) -> Callable[[Any, Names], str]:
    return lambda value, names: called(value)
