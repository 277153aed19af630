"""The register: who wears what; its facets say how many of each size are needed."""

from typing import ClassVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.lists import Dimension, ListView, Record, plain
from app.core.db import AnySelect
from app.core.tables.layout import Kind
from app.staff import queries as staff
from ziqiang_uniforms import queries
from ziqiang_uniforms.permissions import SIZES_READ
from ziqiang_uniforms.queries import SIZES, TODAY


class UniformsView(ListView):
    """Uniform sizes."""

    endpoint: ClassVar[str] = "uniforms"
    address: ClassVar[str] = "/uniforms"
    permission: ClassVar[str] = SIZES_READ
    title: ClassVar[str] = "Uniform sizes"
    placeholder: ClassVar[str] = "Name, number, pinyin or initials…"
    empty: ClassVar[str] = "No sizes are recorded yet."
    default_sort: ClassVar[str] = "number"
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
