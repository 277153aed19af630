"""The kernel's own views: the first page, and what the search box finds."""

from typing import ClassVar

from flask import jsonify, request
from sqlalchemy.orm import Session

from app.core.access import LOGGED_IN, may
from app.core.admin.attachments_view import AttachmentsView
from app.core.admin.documents_view import DocumentsView
from app.core.admin.imports_view import ImportsView
from app.core.admin.jobs_view import JobsView
from app.core.admin.opened import opened_system
from app.core.admin.pages import BoardPage, Column, Row, Table, text
from app.core.admin.panels_view import PanelsView
from app.core.admin.settings_view import SettingsView
from app.core.admin.views import Answer, SecureView, page
from app.core.admin.workbook_templates_view import WorkbookTemplatesView
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import MenuItem, Suggestion
from app.core.settings import SETTINGS_OPEN
from app.core.workbook_templates.permissions import TEMPLATES_MANAGE

FOUND = 12
"""So many suggestions at most."""


class HomeView(SecureView):
    """The first page: the figures somebody may see."""

    endpoint: ClassVar[str] = "home"
    address: ClassVar[str] = "/"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """The board."""
        tiles = [tile for module in opened_system().modules for tile in module.tiles]
        shown = [tile for tile in sorted(tiles, key=lambda one: one.order) if may(session, tile.permission)]
        return BoardPage(_("Home"), (), tiles=tuple(tile.load(session) for tile in shown))

    @page("/suggest", permission=LOGGED_IN)
    def suggest(self, session: Session) -> Answer:
        """What the search box offers for ?q=: people and pages, within what the user may see."""
        return jsonify([{"label": one.label, "note": one.note, "url": one.url} for one in _found(session)])

    @page("/find", permission=LOGGED_IN)
    def find(self, session: Session) -> Answer:
        """The same as a page, for those who press Enter; a single hit opens at once."""
        found = _found(session)
        if len(found) == 1:
            return found[0].url
        rows = tuple(Row((text(one.label, one.url), text(one.note))) for one in found)
        table = Table("", (Column(_("Found")), Column("")), rows, empty=_("Nothing was found."))
        return BoardPage(_("Search"), (table,), subtitle=_typed())


def _typed() -> str:
    return request.args.get("q", "").strip()[:100]


def _found(session: Session) -> list[Suggestion]:
    """People, records and pages that fit what was typed, within what the user may see."""
    found: list[Suggestion] = []
    for module in opened_system().modules if _typed() else ():
        for finder in module.finders:
            if may(session, finder.permission):
                found += finder.find(session, _typed())
    return found[:FOUND]


VIEWS = (
    HomeView,
    ImportsView,
    JobsView,
    PanelsView,
    SettingsView,
    AttachmentsView,
    DocumentsView,
    WorkbookTemplatesView,
)
MENU = (
    MenuItem(N_("Home"), "home", LOGGED_IN, 0),
    MenuItem(N_("Imports"), "imports", LOGGED_IN, 10),
    MenuItem(N_("Jobs"), "jobs", LOGGED_IN, 20),
    MenuItem(N_("Own forms"), "templates", TEMPLATES_MANAGE, 60),
    MenuItem(N_("Settings"), "settings", SETTINGS_OPEN, 80),
)
