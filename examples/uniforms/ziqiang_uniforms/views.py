"""The register: who wears what; its facets say how many of each size are needed."""

from collections.abc import Sequence
from typing import ClassVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.lists import BatchAction, Dimension, ListView, Record, plain
from app.core.admin.pages import Column, Row, Table, text
from app.core.db import AnySelect
from app.core.i18n import gettext as _
from app.core.tables.layout import Kind
from app.staff import queries as staff
from ziqiang_uniforms import queries, services
from ziqiang_uniforms.permissions import SIZES_READ, SIZES_WRITE
from ziqiang_uniforms.queries import SIZES, TODAY


def larger_jackets(session: Session, ids: Sequence[int]) -> Table:
    """What will change: the jacket of each, before and after."""
    rows = (
        Row((text(name), text(sizes.jacket), text(sizes.one_larger().jacket)))
        for name, _employee_id, sizes in queries.sizes_with_ids(session, ids)
    )
    return Table("", (Column(_("Name")), Column(_("Jacket")), Column(_("Jacket from today"))), tuple(rows))


def enlarge(session: Session, ids: Sequence[int]) -> str:
    """Do it, and say for how many."""
    return _("%(count)s jackets are one size larger.") % {"count": services.enlarge_jackets(session, ids)}


class UniformsView(ListView):
    """Uniform sizes."""

    endpoint: ClassVar[str] = "uniforms"
    address: ClassVar[str] = "/uniforms"
    permission: ClassVar[str] = SIZES_READ
    title: ClassVar[str] = "Uniform sizes"
    placeholder: ClassVar[str] = "Name, number, pinyin or initials…"
    empty: ClassVar[str] = "No sizes are recorded yet."
    default_sort: ClassVar[str] = "number"
    counted: ClassVar[str] = "People"
    keys = (SIZES.id,)
    fields = (
        plain("name", "Name", TODAY.name_key),
        plain("number", "Number", TODAY.number),
        plain("jacket", "Jacket", SIZES.jacket),
        plain("trousers", "Trousers", SIZES.trousers),
        plain("shoes", "Shoes", SIZES.shoes, kind=Kind.INTEGER),
        plain("start", "From", SIZES.start, kind=Kind.DATE),
    )
    dimensions = (
        Dimension("jacket", "Jacket", SIZES.jacket, facet=True),
        Dimension("trousers", "Trousers", SIZES.trousers, facet=True),
        Dimension("shoes", "Shoes", SIZES.shoes, facet=True, read=int),
    )

    batch = (BatchAction("larger", "Jacket one size larger", SIZES_WRITE, larger_jackets, enlarge),)

    def statement(self, session: Session) -> AnySelect:
        """Everybody employed whose sizes are known."""
        return queries.register(clock.today())

    def matching(self, typed: str) -> ColumnElement[bool]:
        """By name, number, pinyin or initials."""
        return staff.named_like(typed)

    def record_url(self, record: Record) -> str:
        """The employee's page."""
        return f"/staff/employee/{record['number']}"


VIEWS = (UniformsView,)
