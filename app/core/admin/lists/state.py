"""The state of a list: what its address says, and the addresses that change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

SIZES = (20, 80, 200)
PREFIX = "f."
"""Before the name of a facet in the address."""


@dataclass(frozen=True, slots=True)
class ListState:
    """What the address says of the list."""

    search: str = ""
    sort: str = ""
    page: int = 1
    size: int = SIZES[1]
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, arguments: MultiDict[str, str], facets: Iterable[str], default_sort: str) -> "ListState":
        """The state of an address; what cannot be read is as if it were not there."""
        size = arguments.get("size", SIZES[1], type=int)
        chosen = {name: tuple(arguments.getlist(PREFIX + name)) for name in facets}
        return cls(
            arguments.get("q", "").strip()[:100],
            arguments.get("sort", default_sort),
            max(1, arguments.get("page", 1, type=int)),
            size if size in SIZES else SIZES[1],
            {name: values for name, values in chosen.items() if values},
        )

    def address(self, **changes: Any) -> str:
        """The address of the list with some of its state changed; a change other than the page leads to page one."""
        state = replace(self, **({"page": 1} | changes))
        parts: list[tuple[str, str]] = [("q", state.search)] if state.search else []
        parts += [(PREFIX + name, value) for name, values in state.chosen.items() for value in values]
        parts += [("sort", state.sort)] if state.sort else []
        parts += [("size", str(state.size))] if state.size != SIZES[1] else []
        parts += [("page", str(state.page))] if state.page > 1 else []
        return "?" + urlencode(parts)

    def toggled(self, name: str, value: str) -> str:
        """The address with one value of a facet switched on or off."""
        values = self.chosen.get(name, ())
        kept = tuple(one for one in values if one != value) if value in values else (*values, value)
        chosen = {**self.chosen, name: kept}
        return self.address(chosen={key: found for key, found in chosen.items() if found})
