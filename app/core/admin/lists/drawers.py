"""The ways of looking at a list beside the plain one, by the name the address has for them."""

from collections.abc import Mapping

from app.core.admin.lists.declared import Drawer

DRAWERS: Mapping[str, Drawer] = {}
