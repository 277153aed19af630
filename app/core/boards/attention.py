"""What needs attention: the counts of every module, those that are statements asked together."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.access import may
from app.core.modules import Attention, Module


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that may need attention, whose module it is, and how many there are."""

    attention: Attention
    module: str
    count: int


def counted(session: Session) -> list[Counted]:
    """Everything that modules count for the acting user, in order; nothing where she lacks the permission."""
    modules: Sequence[Module] = session.info["modules"]
    asked = [
        (module, one, one.count(session))
        for module in modules
        for one in module.attentions
        if may(session, one.permission)
    ]
    statements = {one.name: found for _module, one, found in asked if not isinstance(found, int)}
    numbers = {one.name: found for _module, one, found in asked if isinstance(found, int)}
    if statements:
        columns = [statement.scalar_subquery().label(name) for name, statement in statements.items()]
        row = session.execute(select(*columns)).one()
        numbers.update(zip(statements, (value or 0 for value in row), strict=True))
    found = [Counted(one, module.label, numbers[one.name]) for module, one, _count in asked]
    return sorted(found, key=lambda one: one.attention.order)
