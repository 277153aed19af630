"""Record rules: which rows of a table somebody may meet. The data layer applies them to every ORM statement.

A module lists its rules in its manifest. Statements on bare tables (`select(table)`) and the driver's own cursor are
not covered: services use them for whole-organisation work, after `authorize_everywhere`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, event, false, inspect, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker, with_loader_criteria

from app.core.access.actors import actor_of
from app.core.access.authorizing import scope_of
from app.core.access.scopes import NOWHERE, Scope, nodes_within
from app.core.errors import AccessDenied

_CRITERIA = "access.criteria"


@dataclass(frozen=True, slots=True)
class RecordRule:
    """Who meets the rows of a model: whoever holds one of `permissions` where the row lies.

    `within` says, given a sub-select of node ids, which rows lie in those nodes; `own` which rows are about a subject.
    """

    model: type[Any]
    permissions: tuple[str, ...]
    within: Callable[[Select[tuple[int]]], ColumnElement[bool]]
    own: Callable[[str], ColumnElement[bool]] | None = None


def install(session_factory: sessionmaker[Session], rules: Sequence[RecordRule]) -> None:
    """Have every session of a factory keep the rules, on reading and on writing."""
    event.listen(session_factory, "do_orm_execute", partial(_restrict, rules))
    event.listen(session_factory, "after_flush", partial(_check_written, {rule.model: rule for rule in rules}))


def visible(session: Session, rule: RecordRule) -> ColumnElement[bool] | None:
    """The rows of a rule's model that the acting user may meet; None when it is all of them."""
    scope = NOWHERE
    for permission in rule.permissions:
        scope |= scope_of(session, permission)
    return None if scope.everywhere else _criterion(rule, scope)


def _criterion(rule: RecordRule, scope: Scope) -> ColumnElement[bool]:
    parts = [rule.within(nodes_within(scope.paths))] if scope.paths else []
    if scope.subject is not None and rule.own is not None:
        parts.append(rule.own(scope.subject))
    return or_(*parts) if parts else false()


def _restrict(rules: Sequence[RecordRule], state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load or state.is_insert:
        return
    session = state.session
    if "actor" not in session.info:
        _refuse_protected({rule.model for rule in rules}, (mapper.class_ for mapper in state.all_mappers))
        return
    options = session.info.get(_CRITERIA)
    if options is None or options[0] is not session.info["actor"]:
        criteria = ((rule.model, visible(session, rule)) for rule in rules)
        found = [
            with_loader_criteria(model, criterion, include_aliases=True)
            for model, criterion in criteria
            if criterion is not None
        ]
        options = session.info[_CRITERIA] = (session.info["actor"], found)
    if options[1]:
        state.statement = state.statement.options(*options[1])


def _refuse_protected(protected: set[type[Any]], asked: Iterable[type[Any]]) -> None:
    """A session in which nobody acts meets no protected row."""
    if protected & set(asked):
        raise AccessDenied(user="-", permission="-")


def _check_written(rules: dict[type[Any], RecordRule], session: Session, _flush: UOWTransaction) -> None:
    """What somebody writes must lie where she may meet it: a row moved or made outside her scope is refused."""
    for row in [*session.new, *session.dirty]:
        rule = rules.get(type(row))
        if rule is None:
            continue
        criterion = visible(session, rule)
        if criterion is None:
            continue
        mapper = inspect(type(row))
        key = and_(
            *(
                column == value
                for column, value in zip(mapper.primary_key, mapper.primary_key_from_instance(row), strict=True)
            )
        )
        found = session.connection().execute(select(*mapper.primary_key).where(key, criterion)).first()
        if found is None:
            raise AccessDenied(user=actor_of(session).login, permission=rule.permissions[0])
