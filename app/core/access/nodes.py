"""Scope nodes: the tree of any depth that scopes are cut from. A module's units share the nodes' ids."""

from collections.abc import Mapping

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base
from app.core.errors import NotFound


class ScopeNode(Base):
    """A node of today's tree. `path` is the ids from the root down to it, each followed by a slash: 1/4/17/."""

    __tablename__ = "core_scope_nodes"
    __table_args__ = (
        # Sub-trees are found by the beginning of the path; PostgreSQL needs the operator class for that.
        Index("ix_core_scope_nodes_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("core_scope_nodes.id"))
    path: Mapped[str] = mapped_column(String(500))


def add_node(session: Session, code: str, parent: ScopeNode | None) -> ScopeNode:
    """A new node under its parent (none: the root)."""
    node = ScopeNode(code=code, parent_id=parent.id if parent else None, path="")
    session.add(node)
    session.flush()
    node.path = f"{parent.path if parent else ''}{node.id}/"
    return node


def node_coded(session: Session, code: str) -> ScopeNode:
    """The node of a unit's code; a named error for an unknown one."""
    node = session.scalar(select(ScopeNode).where(ScopeNode.code == code))
    if node is None:
        raise NotFound(what="unit", key=code)
    return node


def arrange(session: Session, parents: Mapping[int, int | None]) -> int:
    """Make the tree follow these parents (by id); returns how many nodes moved. A circle is left where it is."""
    nodes = {node.id: node for node in session.scalars(select(ScopeNode))}
    moved = 0
    for node in nodes.values():
        path = _path(node.id, parents)
        if node.id in parents and path is not None and node.path != path:
            node.parent_id, node.path = parents[node.id], path
            moved += 1
    session.flush()
    return moved


def _path(node_id: int, parents: Mapping[int, int | None]) -> str | None:
    """The path of a node, None when its ancestors run in a circle."""
    chain = [node_id]
    while (parent := parents.get(chain[-1])) is not None:
        if parent in chain:
            return None
        chain.append(parent)
    return "".join(f"{one}/" for one in reversed(chain))
