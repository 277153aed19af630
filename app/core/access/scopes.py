"""Scopes: over which part of the organisation somebody holds a permission."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select

from app.core.access.nodes import ScopeNode


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a permission holds: everywhere, in the sub-trees of `paths`, and on one's own record (`subject`).

    An empty scope is nothing, never everything.
    """

    everywhere: bool = False
    paths: frozenset[str] = frozenset()
    subject: str | None = None

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.paths) or self.subject is not None

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            self.everywhere or other.everywhere,
            self.paths | other.paths,
            self.subject if self.subject is not None else other.subject,
        )

    def covers(self, path: str) -> bool:
        """Whether a node of this path lies in the scope."""
        return self.everywhere or any(path.startswith(top) for top in self.paths)


NOWHERE = Scope()


def nodes_within(paths: Iterable[str]) -> Select[tuple[int]]:
    """The ids of the nodes at and under these paths, as a sub-select."""
    table = ScopeNode.__table__
    return select(table.c.id).where(or_(*(_below(table.c.path, path) for path in sorted(paths))))


def _below(column: ColumnElement[str], path: str) -> ColumnElement[bool]:
    return column.like(f"{path}%")  # a path holds digits and slashes only
