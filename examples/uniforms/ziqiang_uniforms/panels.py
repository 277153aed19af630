"""What this module shows on an employee's page."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.pages import Column, Row, Table, text
from app.core.i18n import gettext as _
from ziqiang_uniforms import queries


def load(session: Session, employee_id: int) -> Sequence[Any]:
    """The sizes and since when, as the blocks of the page."""
    rows = tuple(
        Row((text(start.isoformat()), text(one.jacket), text(one.trousers), text(str(one.shoes))))
        for start, one in queries.history(session, employee_id)
    )
    headings = tuple(Column(_(label)) for label in ("From", "Jacket", "Trousers", "Shoes"))
    return (Table("", headings, rows, empty=_("No sizes are recorded yet.")),)


def values(session: Session, employee_id: int) -> Mapping[str, Any]:
    """What the form begins with."""
    sizes = queries.sizes_on(session, [employee_id], clock.today()).get(employee_id)
    return {} if sizes is None else {"jacket": sizes.jacket, "trousers": sizes.trousers, "shoes": sizes.shoes}
