"""Plain data: the column of the list of employees, and the document."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.pages import Tile
from app.core.i18n import gettext as _
from app.core.modules import Drawn
from app.core.tables import draw_pdf
from app.core.tables.layout import Kind, PageSetup, TableColumn, TableData, TableLayout
from app.core.workbook_templates import FormData, FormField, FormRequest, FormSource, FormTable
from app.staff import queries as staff
from ziqiang_uniforms import queries
from ziqiang_uniforms.permissions import SIZES_READ

TITLE = "服装尺码登记表"
MISSING = "/staff/employees/?" + urlencode({"where": '["and",["jacket","empty"],["status","not","left"]]'})
"""The list of employees of whom no sizes are known."""
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


def column(session: Session, employee_ids: Sequence[int]) -> Mapping[int, str]:
    """The sizes of today, for the list of employees."""
    found = queries.sizes_on(session, employee_ids, clock.today())
    return {employee_id: str(sizes) for employee_id, sizes in found.items()}


def missing(session: Session) -> Tile:
    """Of how many no sizes are known, as a tile of a board."""
    count = session.scalar(queries.without_sizes(session)) or 0
    return Tile(_("People without uniform sizes"), f"{count:,}", MISSING, tone="warning" if count else "good")


def draw_sizes(session: Session, employee_id: int) -> Drawn:
    """The sheet of one person, as PDF."""
    number = staff.employee_met(session, employee_id, SIZES_READ).number
    rows = [(start, one.jacket, one.trousers, one.shoes) for start, one in queries.history(session, employee_id)]
    out = BytesIO()
    draw_pdf(LAYOUT, TableData(rows, batch=number), out)
    return Drawn(out.getvalue(), "application/pdf", f"{TITLE}-{number}.pdf")


def kept(session: Session, employee_id: int) -> Sequence[Mapping[str, Any]]:
    """What is kept about one person, for the copy of her data that she may take."""
    found = queries.history(session, employee_id)
    return [{"From": start, "Jacket": one.jacket, "Trousers": one.trousers, "Shoes": one.shoes} for start, one in found]


def fill_form(session: Session, request: FormRequest) -> FormData:
    """What a form of the organisation's own is filled with: the sizes of one person, row by row."""
    number = staff.employee_met(session, request.record_id, SIZES_READ).number
    rows = [{"start": start, **one.named()} for start, one in queries.history(session, request.record_id)]
    return FormData(f"{TITLE}-{number}", {"number": number}, {"sizes": rows})


LABELS = ("From", "Jacket", "Trousers", "Shoes")
FIELDS = tuple(
    FormField(one.code, label, one.kind, (one.title,)) for one, label in zip(LAYOUT.columns, LABELS, strict=True)
)
OWN_FORM = FormSource(
    "uniforms.sizes", "staff.employee", "Sheet of uniform sizes", SIZES_READ,
    (FormField("number", "Number", synonyms=("工号",)),), (FormTable("sizes", "Uniform sizes", FIELDS),), fill_form,
)  # fmt: skip
