"""Plain data: the list's column, the register, the document, the canonical export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.canonical import canonical_rows
from app.core.errors import NotFound
from app.core.modules import CanonicalTable, Drawn
from app.core.tables import draw_pdf
from app.core.tables.layout import Kind, PageSetup, TableColumn, TableData, TableLayout
from app.staff import queries as staff
from app.staff.models import Employee
from ziqiang_uniforms import queries
from ziqiang_uniforms.models import LaundryAllowance, UniformSize

TITLE = "服装尺码登记表"
LAYOUT = TableLayout(
    TITLE,
    (
        TableColumn("start", "自", 30, Kind.DATE),
        TableColumn("jacket", "上衣", 30),
        TableColumn("trousers", "裤子", 30),
        TableColumn("shoes", "鞋", 30, Kind.INTEGER),
    ),
    has_total=False,
    page=PageSetup(size="A4", landscape=False),
)


@dataclass(frozen=True, slots=True)
class Needed:
    """How many of one size must be ordered."""

    what: str
    size: str
    count: int


def column(session: Session, employee_ids: Sequence[int]) -> Mapping[int, str]:
    """The sizes of today, for the list of employees."""
    found = queries.sizes_on(session, employee_ids, clock.today())
    return {employee_id: str(sizes) for employee_id, sizes in found.items()}


def needed(session: Session) -> list[Needed]:
    """What an order for everybody employed today comes to."""
    numbers = staff.employed_numbers(session, clock.today(), clock.today())
    ids = staff.employee_ids(session)
    counts: dict[tuple[str, str], int] = {}
    for sizes in queries.sizes_on(session, [ids[number] for number in numbers], clock.today()).values():
        for what, size in (("Jacket", sizes.jacket), ("Trousers", sizes.trousers), ("Shoes", str(sizes.shoes))):
            counts[what, size] = counts.get((what, size), 0) + 1
    return [Needed(what, size, count) for (what, size), count in sorted(counts.items())]


def draw_sizes(session: Session, employee_id: int) -> Drawn:
    """The register of one person, as PDF."""
    number = session.scalar(select(Employee.number).where(Employee.id == employee_id))
    if number is None:
        raise NotFound(what="employee", key=employee_id)
    rows = [(start, one.jacket, one.trousers, one.shoes) for start, one in queries.history(session, employee_id)]
    out = BytesIO()
    draw_pdf(LAYOUT, TableData(rows, batch=number), out)
    return Drawn(out.getvalue(), "application/pdf", f"{TITLE}-{number}.pdf")


def _canonical(model: type[LaundryAllowance] | type[UniformSize]) -> CanonicalTable:
    table = model.__table__
    assert isinstance(table, Table)

    def rows(session: Session, history: bool) -> Sequence[Mapping[str, Any]]:
        names = {"employee_id": staff.natural_keys(session)["employee_id"]}
        return canonical_rows(session, table, history, names)

    return CanonicalTable(table.name, rows)


CANONICAL = (_canonical(UniformSize), _canonical(LaundryAllowance))
