"""Lists: a view declares columns, dimensions and search; the state is in the address, so that a link can be sent."""

from app.core.admin.lists.declared import (
    BatchAction,
    Dimension,
    Drawer,
    ListField,
    Measure,
    Names,
    Record,
    Value,
    plain,
)
from app.core.admin.lists.errors import BadFilter
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.permitted import reads
from app.core.admin.lists.state import ListState
from app.core.admin.lists.view import ListView

__all__ = [
    "BadFilter",
    "BatchAction",
    "Dimension",
    "Drawer",
    "ListField",
    "ListState",
    "ListView",
    "Listing",
    "Measure",
    "Names",
    "Record",
    "Value",
    "plain",
    "reads",
]
