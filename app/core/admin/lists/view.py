"""The view of a list: its page, however it is looked at, and exports of exactly what is shown."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from flask import jsonify, request
from sqlalchemy.orm import Session

from app.core import audit
from app.core.admin.downloads import download
from app.core.admin.lists.batch import ListBatch
from app.core.admin.lists.declared import Drawer
from app.core.admin.lists.drawers import DRAWERS
from app.core.admin.lists.drawn import list_page
from app.core.admin.lists.errors import NoSuchView
from app.core.admin.lists.filtering import choices_of, condition_asked
from app.core.admin.lists.keeping import ListKeeping
from app.core.admin.lists.kept import first_address, shown_fields
from app.core.admin.lists.sheet import SheetAsked, draw_sheet
from app.core.admin.lists.state import LIST, ListState
from app.core.admin.pages import Link
from app.core.admin.views import OF_VIEW, Answer, log_reading, page
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.tables import write_csv, write_xlsx
from app.core.tables.layout import TableColumn, TableData, TableLayout

WRITERS = {"xlsx": write_xlsx, "csv": write_csv}


class ListView(ListKeeping, ListBatch):
    """The routes of a list. A view with arguments in its address declares these routes anew."""

    @page("/", permission=OF_VIEW)
    def index(self, session: Session) -> Answer:
        """The page of the list that the address asks for."""
        return self.shown(session)

    @page("/export.<form>", permission=OF_VIEW)
    def export(self, session: Session, form: str) -> Answer:
        """Everything that matches, with the columns shown, as a workbook or CSV; logged before it is sent."""
        return self.exported(session, form)

    @page("/choices", permission=OF_VIEW)
    def choices(self, session: Session, **_place: Any) -> Answer:
        """The values of the field ?of= for the filter builder."""
        return jsonify(choices_of(self, session, request.args.get("of", "")))

    @page("/sheet", permission=OF_VIEW)
    def sheet(self, session: Session, **_place: Any) -> Answer:
        """The list as a sheet to sign, as PDF; logged before it is sent."""
        asked = SheetAsked.read(request.args, self.heading(session))
        content, count = draw_sheet(self, session, self.state(session), asked)
        log_reading(audit.Kind.EXPORT, f"sheet.{self.endpoint}", object_table=self.endpoint, count=count)
        return download(content, f"{asked.title}.pdf")

    def shown(self, session: Session) -> Answer:
        """The list as the address wants to look at it."""
        if not request.args and (begin := first_address(self, session)):
            return begin
        state = self.state(session)
        if (condition := condition_asked(request.args)) is not None:
            return request.path + state.address(where=state.where.with_part(condition), opened=())
        drawer = self._drawer(session, state)
        drawn = list_page(self, session, state) if drawer is None else drawer.draw(self, session, state)
        return replace(drawn, views=self.ways(session, state))

    def _drawer(self, session: Session, state: ListState) -> Drawer | None:
        """The way of looking that the address names; None for the plain list."""
        if state.view == LIST:
            return None
        drawer = DRAWERS.get(state.view)
        if drawer is None or not drawer.fits(self, session):
            raise NoSuchView(view=state.view)
        return drawer

    def ways(self, session: Session, state: ListState) -> tuple[Link, ...]:
        """The ways of looking at the list, the one in use without an address; nothing where there is but one."""
        drawers = [drawer for drawer in DRAWERS.values() if drawer.fits(self, session)]
        ways = [(LIST, N_("List"), "layout-list"), *((one.name, one.label, one.icon) for one in drawers)]
        links = (
            Link(_(label), "" if name == state.view else state.address(view=name, opened=()), icon)
            for name, label, icon in ways
        )
        return tuple(links) if drawers else ()

    def exported(self, session: Session, form: str, key: object = "") -> Answer:
        """The file of an export; `key` says in the log and in its name which record's list it is."""
        if form not in WRITERS:
            raise NotFound(what="export", key=form)
        state = self.state(session)
        drawer = self._drawer(session, state)
        if form == "xlsx" and drawer is not None and drawer.workbook is not None:
            return self._sent(form, key, *drawer.workbook(self, session, state))
        names = self.names(session)
        fields = shown_fields(self, session, state)
        records = self.with_added(session, fields, self.records(session, state, everything=True))
        columns = tuple(TableColumn(one.name, _(one.label), one.width_mm, one.kind) for one in fields)
        rows = [tuple(one.value(record, names) for one in fields) for record in records]
        out = BytesIO()
        WRITERS[form](TableLayout(_(self.title), columns, has_total=False), TableData(rows), out)
        return self._sent(form, key, out.getvalue(), len(rows))

    def _sent(self, form: str, key: object, content: bytes, lines: int) -> Answer:
        """The file as a download, logged before it is sent."""
        facts = {"object_table": self.endpoint, "object_key": key, "count": lines}
        log_reading(audit.Kind.EXPORT, f"export.{self.endpoint}", **facts)
        return download(content, f"{' '.join(filter(None, (_(self.title), str(key))))}.{form}")
