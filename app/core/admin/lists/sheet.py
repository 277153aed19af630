"""Any list as a sheet to sign or to note on (签名册, 领取表): the columns shown, blank ones, an own title and day."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.core import clock
from app.core.admin.lists.errors import SheetTooLong
from app.core.admin.lists.kept import shown_fields
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.state import ListState
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.settings import organisation_name
from app.core.tables import draw_pdf
from app.core.tables.layout import PageSetup, Row, TableColumn, TableData, TableLayout

BLANKS = (("signature", N_("Signature")), ("day", N_("Date of signing")), ("note", N_("Remarks")))
WIDTHS = {"signature": 30.0, "day": 24.0, "note": 34.0}
MOST_ROWS = 20_000
LANDSCAPE_FROM = 190.0
"""So wide in millimetres a sheet is before it is turned."""


@dataclass(frozen=True, slots=True)
class SheetAsked:
    """What the form of the sheet says."""

    title: str
    day: date
    blanks: tuple[str, ...]

    @classmethod
    def read(cls, arguments: MultiDict[str, str], title: str) -> "SheetAsked":
        """What an address asks for; what cannot be read is as if it were not there."""
        try:
            day = date.fromisoformat(arguments.get("sheet.day", ""))
        except ValueError:
            day = clock.today()
        asked = arguments.getlist("sheet.blank") or ["signature"]
        wanted = "".join(sign for sign in arguments.get("sheet.title", "") if sign.isprintable()).strip()[:40]
        return cls(wanted or title, day, tuple(name for name, _label in BLANKS if name in asked))


def draw_sheet(listing: Listing, session: Session, state: ListState, asked: SheetAsked) -> tuple[bytes, int]:
    """The sheet as PDF on A4, and how many rows it has: a number before each, the columns shown, the blank ones."""
    fields, names = shown_fields(listing, session, state), listing.names(session)
    records = listing.with_added(session, fields, listing.records(session, state, everything=True))
    if len(records) > MOST_ROWS:
        raise SheetTooLong(most=MOST_ROWS)
    labels = dict(BLANKS)
    columns = (
        TableColumn("no", _("No."), 10),
        *(TableColumn(one.name, _(one.label), one.width_mm, one.kind) for one in fields),
        *(TableColumn(f"blank.{name}", _(labels[name]), WIDTHS[name]) for name in asked.blanks),
    )
    empty: Row = ("",) * len(asked.blanks)
    rows = [
        (str(place), *(one.value(record, names) for one in fields), *empty) for place, record in enumerate(records, 1)
    ]
    wide = sum(column.width_mm for column in columns) > LANDSCAPE_FROM
    page = PageSetup("A4", landscape=wide, row_mm=9.0, font_size=8.6)
    told = (organisation_name(session), _("%(count)s people or records") % {"count": len(rows)}, asked.day.isoformat())
    out = BytesIO()
    draw_pdf(TableLayout(asked.title, columns, told, has_total=False, page=page), TableData(rows), out)
    return out.getvalue(), len(rows)
