"""A filter as a value: conditions joined by and, or; written in the address as compact JSON.

["and", ["status", "is", "active"], ["or", ["hired", "after", "2020-01-01"], ["name", "contains", "li"]]]
"""

import json
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from app.core.admin.lists.errors import BadFilter
from app.core.i18n import N_

DEEPEST, MOST, MOST_VALUES, LONGEST = 4, 40, 200, 6000
UNREADABLE = N_("it is not written as filters are.")
TOO_LARGE = N_("it has too many conditions.")


@dataclass(frozen=True, slots=True)
class Condition:
    """One field compared with values, as the address writes them."""

    name: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """Several conditions, of which all (`and`) or any (`or`) must hold."""

    joined: Literal["and", "or"] = "and"
    parts: "tuple[Condition | Conditions, ...]" = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    def with_part(self, part: "Condition | Conditions") -> "Conditions":
        """The same with one more condition, which must hold too."""
        if self.joined == "and" or len(self.parts) < 2:
            return Conditions("and", (*self.parts, part))
        return Conditions("and", (self, part))

    def without(self, place: int) -> "Conditions":
        """The same without one of its parts."""
        return replace(self, parts=tuple(part for at, part in enumerate(self.parts) if at != place))


Part: TypeAlias = Condition | Conditions


def parse(written: str) -> Conditions:
    """The filter of an address; BadFilter where it is none."""
    if not written:
        return Conditions()
    if len(written) > LONGEST:
        raise BadFilter(reason=TOO_LARGE)
    try:
        found = _part(json.loads(written), 0)
    except (ValueError, RecursionError):
        raise BadFilter(reason=UNREADABLE) from None
    if _count(found) > MOST:
        raise BadFilter(reason=TOO_LARGE)
    return found if isinstance(found, Conditions) else Conditions("and", (found,))


def write(filter_: Part) -> str:
    """The filter as the address writes it."""
    return json.dumps(_plain(filter_), ensure_ascii=False, separators=(",", ":"))


def _part(found: Any, depth: int) -> Part:
    if not isinstance(found, list) or not found or depth > DEEPEST:
        raise BadFilter(reason=UNREADABLE)
    if found[0] in ("and", "or") and all(isinstance(one, list) for one in found[1:]):
        return Conditions(found[0], tuple(_part(one, depth + 1) for one in found[1:]))
    if len(found) < 2 or len(found) > MOST_VALUES + 2 or not all(isinstance(one, str) for one in found):
        raise BadFilter(reason=UNREADABLE)
    return Condition(found[0], found[1], tuple(found[2:]))


def _plain(part: Part) -> list[Any]:
    if isinstance(part, Condition):
        return [part.name, part.operator, *part.values]
    return [part.joined, *(_plain(one) for one in part.parts)]


def _count(part: Part) -> int:
    return 1 if isinstance(part, Condition) else sum(map(_count, part.parts))
