"""Lists: a view declares its columns, facets and search; the state is in the address, so that a link can be sent."""

from app.core.admin.lists.declared import ListFacet, ListField, Names, Record, Value, plain
from app.core.admin.lists.state import ListState
from app.core.admin.lists.view import ListView

__all__ = ["ListFacet", "ListField", "ListState", "ListView", "Names", "Record", "Value", "plain"]
