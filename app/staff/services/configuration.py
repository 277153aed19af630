"""Posts, levels, steps, the root unit and the legal entity."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import RoleAssignment, RoleRequest, ScopeNode, add_node
from app.core.dated import BEGINNING
from app.staff.models import LegalEntity, Level, OrgUnit, OrgUnitPlacement, Post

ROOT_CODE = "HQ"
ROOT_NAME = "总社"
DEFAULT_POSTS = ("干事长", "站长", "社工")
DEFAULT_LEVELS = {"七级": 3, "六级": 3, "五级": 3, "四级": 11, "三级": 10, "二级": 10, "一级": 7}
"""The seven-tier model of the domain reference, section 1.2 A; editable like any configuration."""


def seed(session: Session) -> None:
    """What an empty system starts with: a root unit, one legal entity, the posts and levels shipped."""
    if session.scalar(select(OrgUnit.id).where(OrgUnit.code == ROOT_CODE)) is not None:
        return
    root = OrgUnit(id=add_node(session, ROOT_CODE, None).id, code=ROOT_CODE, kind="headquarters", position=0)
    session.add_all([root, LegalEntity(code=ROOT_CODE, name=ROOT_NAME)])
    session.flush()
    session.add(
        OrgUnitPlacement(unit_id=root.id, parent_id=None, name=ROOT_NAME, start=BEGINNING, known_from=clock.now())
    )
    ensure_posts(session, DEFAULT_POSTS)
    ensure_levels(session, DEFAULT_LEVELS)


def leave(session: Session) -> None:
    """After the module's tables are gone: its units' nodes go, and with them the roles held over their sub-trees."""
    session.execute(delete(RoleAssignment).where(RoleAssignment.node_id.is_not(None)))
    session.execute(delete(RoleRequest).where(RoleRequest.node_id.is_not(None)))
    session.execute(delete(ScopeNode))


def ensure_posts(session: Session, names: Sequence[str]) -> None:
    """Make the posts that are new, below those there are, in the order given."""
    known = set(session.scalars(select(Post.name)))
    last = session.scalar(select(func.max(Post.rank))) or 0
    new = [name for name in names if name not in known]
    session.add_all(Post(name=name, rank=last + place) for place, name in enumerate(new, start=1))
    session.flush()


def ensure_levels(session: Session, steps: Mapping[str, int]) -> None:
    """Make the levels that are new (lowest first) and set every level's number of steps."""
    known = {level.name: level for level in session.scalars(select(Level))}
    last = max((level.rank for level in known.values()), default=0)
    for name, count in steps.items():
        if name in known:
            known[name].steps = count
        else:
            last += 1
            session.add(Level(name=name, rank=last, steps=count))
    session.flush()
