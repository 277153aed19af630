"""The view of a list: its page, however it is looked at, and exports of exactly what is shown."""

from io import BytesIO

from sqlalchemy.orm import Session

from app.core import audit
from app.core.admin.downloads import download
from app.core.admin.lists.drawers import DRAWERS
from app.core.admin.lists.drawn import list_page, shown_fields
from app.core.admin.lists.errors import NoSuchView
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.state import LIST
from app.core.admin.views import OF_VIEW, Answer, log_reading, page
from app.core.errors import NotFound
from app.core.i18n import gettext as _
from app.core.tables import write_csv, write_xlsx
from app.core.tables.layout import TableColumn, TableData, TableLayout

WRITERS = {"xlsx": write_xlsx, "csv": write_csv}


class ListView(Listing):
    """The routes of a list. A view with arguments in its address declares these routes anew."""

    @page("/", permission=OF_VIEW)
    def index(self, session: Session) -> Answer:
        """The page of the list that the address asks for."""
        return self.shown(session)

    @page("/export.<form>", permission=OF_VIEW)
    def export(self, session: Session, form: str) -> Answer:
        """Everything that matches, with the columns shown, as a workbook or CSV; logged before it is sent."""
        return self.exported(session, form)

    def shown(self, session: Session) -> Answer:
        """The list as the address wants to look at it."""
        state = self.state(session)
        if state.view == LIST:
            return list_page(self, session, state)
        drawer = DRAWERS.get(state.view)
        if drawer is None or not drawer.fits(self, session):
            raise NoSuchView(view=state.view)
        return drawer.draw(self, session, state)

    def exported(self, session: Session, form: str, key: object = "") -> Answer:
        """The file of an export; `key` says in the log and in its name which record's list it is."""
        if form not in WRITERS:
            raise NotFound(what="export", key=form)
        state, names = self.state(session), self.names(session)
        fields = shown_fields(self, session, state)
        records = self.with_added(session, fields, self.records(session, state, everything=True))
        columns = tuple(TableColumn(one.name, _(one.label), one.width_mm, one.kind) for one in fields)
        rows = [tuple(one.value(record, names) for one in fields) for record in records]
        out = BytesIO()
        WRITERS[form](TableLayout(_(self.title), columns, has_total=False), TableData(rows), out)
        facts = {"object_table": self.endpoint, "object_key": key, "count": len(rows)}
        log_reading(audit.Kind.EXPORT, f"export.{self.endpoint}", **facts)
        return download(out.getvalue(), f"{' '.join(filter(None, (_(self.title), str(key))))}.{form}")
