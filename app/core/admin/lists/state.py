"""The state of a list: what its address says, and the addresses that change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from app.core.admin.lists.tree import Conditions, parse, write

SIZES = (20, 80, 200)
PREFIX = "f."
"""Before the name of a facet in the address."""
OWN = "v."
"""Before the names of what a way of looking at a list has of its own in the address, such as the month shown."""
LIST = "list"
"""The plain way of looking at a list."""
LEVELS = 3
"""So many fields a list is grouped by at most."""


@dataclass(frozen=True, slots=True)
class ListState:
    """What the address says of the list.

    `opened` are the values of the group that lies open, outermost first; `picked` names records found together;
    `rest` is what the way of looking at it has of its own: the parts of the address that begin with `v.`.
    """

    search: str = ""
    sort: str = ""
    page: int = 1
    size: int = SIZES[1]
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    where: Conditions = field(default_factory=Conditions)
    group: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    view: str = LIST
    picked: str = ""
    rest: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, arguments: MultiDict[str, str], facets: Iterable[str], default_sort: str) -> "ListState":
        """The state of an address; what cannot be read is as if it were not there, save a filter: BadFilter."""
        size = arguments.get("size", SIZES[1], type=int)
        chosen = {name: tuple(arguments.getlist(PREFIX + name)) for name in facets}
        return cls(
            arguments.get("q", "").replace("\0", "").strip()[:100],
            arguments.get("sort", default_sort),
            min(max(1, arguments.get("page", 1, type=int)), 10_000_000),
            size if size in SIZES else SIZES[1],
            {name: values for name, values in chosen.items() if values},
            parse(arguments.get("where", "")),
            _several(arguments.get("group", ""))[:LEVELS],
            tuple(arguments.getlist("open")[:LEVELS]),
            _several(arguments.get("columns", "")),
            arguments.get("view", LIST),
            arguments.get("picked", "")[:40],
            {name: value for name in arguments if name.startswith(OWN) and (value := _joined(arguments.getlist(name)))},
        )

    def pairs(self, **changes: Any) -> list[tuple[str, str]]:
        """The parts of an address with some of the state changed; a change other than the page leads to page one."""
        state = replace(self, **({"page": 1} | changes))
        parts: list[tuple[str, str]] = [("q", state.search)] if state.search else []
        parts += [(PREFIX + name, value) for name, values in state.chosen.items() for value in values]
        parts += [("where", write(state.where))] if state.where else []
        parts += [("picked", state.picked)] if state.picked else []
        parts += [("group", ",".join(state.group))] if state.group else []
        parts += [("open", value) for value in state.opened]
        parts += [("sort", state.sort)] if state.sort else []
        parts += [("columns", ",".join(state.columns))] if state.columns else []
        parts += [("view", state.view)] if state.view != LIST else []
        parts += list(state.rest.items())
        parts += [("size", str(state.size))] if state.size != SIZES[1] else []
        parts += [("page", str(state.page))] if state.page > 1 else []
        return parts

    def address(self, **changes: Any) -> str:
        """The address of the list with some of its state changed."""
        return "?" + urlencode(self.pairs(**changes) or [("page", "1")])

    def toggled(self, name: str, value: str) -> str:
        """The address with one value of a facet switched on or off."""
        values = self.chosen.get(name, ())
        kept = tuple(one for one in values if one != value) if value in values else (*values, value)
        chosen = {**self.chosen, name: kept}
        return self.address(chosen={key: found for key, found in chosen.items() if found})


def _joined(values: Iterable[str]) -> str:
    """Several values of a part of the address as one: a form sends one for each of its fields."""
    return ",".join(filter(None, values))[:200]


def _several(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in written.split(",") if one))
