"""Where what stands in a view of a list leads: to the records behind it."""

from app.core.admin.lists.state import LIST, ListState


def behind(state: ListState) -> str:
    """The address of the records of a state as a plain list."""
    return state.address(view=LIST, rest={}, group=(), opened=())
