"""The filter builder: what the form offers, the condition it adds without a script, the values a field has."""

import json
from collections.abc import Mapping
from typing import Any

from flask import request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.core.admin.lists.conditions import BY_NAME, OPERATORS
from app.core.admin.lists.declared import Dimension
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.state import ListState
from app.core.admin.lists.tree import Condition, write
from app.core.admin.pages import Choice, FilterForm
from app.core.i18n import gettext as _

MOST_CHOICES = 500
FIELD, OPERATOR, VALUE = "add.field", "add.operator", "add.value"


def filter_form(listing: Listing, session: Session, state: ListState) -> FilterForm | None:
    """What the list can be filtered by; None where it has no dimension."""
    dimensions = listing.dimensions_for(session)
    if not dimensions:
        return None
    fields = [{"name": one.name, "label": _(one.label), "kind": one.kind} for one in dimensions.values()]
    operators = [
        {"name": one.name, "label": _(one.label), "kinds": one.kinds, "takes": one.takes, "days": one.days}
        for one in OPERATORS
    ]
    tree = json.loads(write(state.where)) if state.where else ["and"]
    described = {"fields": fields, "operators": operators, "tree": tree, "texts": _texts()}
    return FilterForm(
        request.path,
        tuple(Choice(one["name"], one["label"]) for one in fields),
        tuple(Choice(one.name, _(one.label)) for one in OPERATORS),
        json.dumps(described, ensure_ascii=False, separators=(",", ":")),
        f"{request.path.rstrip('/')}/choices",
        write(state.where) if state.where else "",
        tuple((name, value) for name, value in state.pairs(opened=()) if name != "where"),
    )


def _texts() -> Mapping[str, str]:
    """What the builder says."""
    return {
        "and": _("All of these hold"),
        "or": _("Any of these holds"),
        "joined": _("How the conditions are joined"),
        "field": _("Field"),
        "operator": _("Comparison"),
        "value": _("Value"),
        "to": _("to"),
        "days": _("days"),
        "lines": _("One on each line"),
        "choose": _("Choose…"),
        "add": _("Add a condition"),
        "group": _("Add a group"),
        "remove": _("Remove this condition"),
        "ungroup": _("Remove this group"),
    }


def condition_asked(arguments: MultiDict[str, str]) -> Condition | None:
    """The condition that the form without a script adds: of the values those that are typed, as many as it takes."""
    name, operator = arguments.get(FIELD, ""), arguments.get(OPERATOR, "")
    if not name:
        return None
    takes = BY_NAME[operator].takes if operator in BY_NAME else None
    values = [value.strip() for value in arguments.getlist(VALUE) if value.strip()]
    return Condition(name, operator, tuple(values if takes is None else values[:takes]))


def choices_of(listing: Listing, session: Session, name: str) -> list[dict[str, str]]:
    """The values of a field for the builder: declared, or those that the records have which the user may meet."""
    dimension = listing.dimensions_for(session).get(name)
    if dimension is None or dimension.kind != "choice":
        return []
    if dimension.choices is not None:
        return [{"value": value, "label": _(label)} for value, label in dimension.choices(session)]
    return _from_records(listing, session, dimension, listing.names(session))


def _from_records(
    listing: Listing, session: Session, dimension: Dimension, names: Mapping[str, Mapping[Any, str]]
) -> list[dict[str, str]]:
    narrowed = listing.narrowed(session)
    statement = listing.statement(session).where(*() if narrowed is None else (narrowed,))
    statement = statement.with_only_columns(dimension.column, maintain_column_froms=True).order_by(None)
    values = [row[0] for row in session.execute(statement.distinct().limit(MOST_CHOICES))]
    found = [value for value in values if value is not None]
    rank = dimension.rank
    found.sort(key=lambda value: dimension.said(value, names) if rank is None else rank(value, names))
    return [{"value": str(value), "label": dimension.said(value, names)} for value in found]
