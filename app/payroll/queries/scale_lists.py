"""Named questions of the screens about pay scales, parameters and contribution rates."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.db import AnySelect
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.periods import Month
from app.payroll.models import ContributionRate, Parameter, PayRun, ScaleAmount, ScaleVersion
from app.payroll.queries.month_rules import month_rules
from app.staff.models import Level, Post

VERSIONS = ScaleVersion
CHILDREN: Mapping[str, Any] = {"scale": ScaleAmount, "parameters": Parameter, "contributions": ContributionRate}


def versions_list() -> AnySelect:
    """Every version known now."""
    version = ScaleVersion
    columns = (version.kind, version.start, version.state, version.made_by, version.approved_by)
    statement: AnySelect = select(version.id.label("key"), *columns).where(version.known_to.is_(None))
    return statement


def documents_of(session: Session, version_ids: Sequence[int]) -> dict[int, list[str]]:
    """The documents that versions rest on."""
    found: dict[int, list[str]] = defaultdict(list)
    for model in CHILDREN.values():
        statement = select(model.version_id, model.document).where(model.version_id.in_(version_ids)).distinct()
        for version_id, document in session.execute(statement.order_by(model.document)):
            found[version_id].append(document)
    return found


def version_by_id(session: Session, version_id: int) -> ScaleVersion:
    """A version; a named error where there is none."""
    version = session.get(ScaleVersion, version_id)
    if version is None:
        raise NotFound(what=N_("pay scale"), key=version_id)
    return version


def rows_of_version(session: Session, version: ScaleVersion) -> Sequence[Any]:
    """The rows of a version, in the order they were written: amounts, parameters or rates."""
    model = CHILDREN[version.kind]
    return session.scalars(select(model).where(model.version_id == version.id).order_by(model.id)).all()


def ranks(session: Session) -> tuple[dict[str, int], dict[str, int]]:
    """Where levels (the lowest first) and posts (the highest first) stand, by name."""
    levels = {name: rank for name, rank in session.execute(select(Level.name, Level.rank))}
    posts = {name: rank for name, rank in session.execute(select(Post.name, Post.rank))}
    return levels, posts


def drafts_of_run(session: Session, run: PayRun) -> Sequence[ScaleVersion]:
    """The draft versions that an unsealed run is calculated with; approving it approves them."""
    if not run.uses_draft_scale or run.state != "calculated":
        return ()
    return month_rules(session, Month.of(run.month), Month.of(run.payment_month)).drafts
