"""The kernel's own views: the first page, and what the search box finds."""

from dataclasses import asdict
from typing import ClassVar

from flask import jsonify, request
from sqlalchemy.orm import Session

from app.core.access import LOGGED_IN, USER_READ
from app.core.admin.activities_view import MyActivitiesView
from app.core.admin.administration.apps import AppsView
from app.core.admin.administration.explain import ExplainView
from app.core.admin.administration.organisation import OrganisationView
from app.core.admin.administration.roles import RolesView
from app.core.admin.administration.sequences import SequencesView
from app.core.admin.administration.sessions import SessionsView
from app.core.admin.administration.user import UserView
from app.core.admin.administration.users import UsersView
from app.core.admin.administration.work_calendar import WorkCalendarView
from app.core.admin.attachments_view import AttachmentsView
from app.core.admin.boards_view import AttentionView, BoardsView, home_page
from app.core.admin.documents_view import DocumentsView
from app.core.admin.import_work_view import ImportWorkView
from app.core.admin.imports_view import ImportsView
from app.core.admin.jobs_view import JobsView
from app.core.admin.opened import opened_system
from app.core.admin.pages import BoardPage, Column, Row, Table, text
from app.core.admin.palette import Offer, offers
from app.core.admin.panels_view import PanelsView
from app.core.admin.settings_view import SettingsView
from app.core.admin.stream_view import ActivityView, StreamView
from app.core.admin.views import Answer, SecureView, page
from app.core.admin.workbook_templates_view import WorkbookTemplatesView
from app.core.admin.year_view import YearView
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import MenuItem
from app.core.modules.lifecycle import MODULES_MANAGE
from app.core.settings import SETTINGS_OPEN
from app.core.workbook_templates.permissions import TEMPLATES_MANAGE
from app.core.workcalendar import CALENDAR_MANAGE
from app.core.yearboard import YEAR_READ


class HomeView(SecureView):
    """The first page: the figures somebody may see."""

    endpoint: ClassVar[str] = "home"
    address: ClassVar[str] = "/"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """The board, as whoever looks arranged it; with ?arrange to be changed."""
        return home_page(session)

    @page("/suggest", permission=LOGGED_IN)
    def suggest(self, session: Session) -> Answer:
        """What the search box offers for ?q=: people, pages and actions, within what the user may see."""
        return jsonify([asdict(one) for one in _found(session)])

    @page("/find", permission=LOGGED_IN)
    def find(self, session: Session) -> Answer:
        """The same as a page, for those who press Enter; a single hit opens at once."""
        found = _found(session) if _typed() else []
        if len(found) == 1:
            return found[0].url
        rows = tuple(Row((text(one.label, one.url), text(one.note))) for one in found)
        table = Table("", (Column(_("Found")), Column("")), rows, empty=_("Nothing was found."))
        return BoardPage(_("Search"), (table,), subtitle=_typed())


def _typed() -> str:
    return request.args.get("q", "").strip()[:100]


def _found(session: Session) -> list[Offer]:
    """People, records, pages and actions that fit what was typed, within what the user may see."""
    return offers(session, _typed(), opened_system().modules, MENU)


ADMINISTRATION = (
    *(UsersView, UserView, RolesView, SessionsView, ExplainView, AppsView),
    *(WorkCalendarView, SequencesView, OrganisationView),
)
VIEWS = (
    *(HomeView, ImportsView, ImportWorkView, JobsView, PanelsView, SettingsView, AttachmentsView, DocumentsView),
    *(BoardsView, AttentionView, YearView, WorkbookTemplatesView, *ADMINISTRATION),
    *(MyActivitiesView, StreamView, ActivityView),
)
MENU = (
    MenuItem(N_("Home"), "home", LOGGED_IN, 0),
    MenuItem(N_("Needs attention"), "attention", LOGGED_IN, 2),
    MenuItem(N_("My activities"), "activities", LOGGED_IN, 3),
    MenuItem(N_("Year board"), "year", YEAR_READ, 4),
    MenuItem(N_("Imports"), "imports", LOGGED_IN, 10),
    MenuItem(N_("Jobs"), "jobs", LOGGED_IN, 20, tucked=True),
    MenuItem(N_("Users"), "users", USER_READ, 40),
    MenuItem(N_("Roles"), "roles", USER_READ, 50, tucked=True),
    MenuItem(N_("Work calendar"), "workcalendar", CALENDAR_MANAGE, 60, tucked=True),
    MenuItem(N_("Own forms"), "templates", TEMPLATES_MANAGE, 65),
    MenuItem(N_("Apps"), "apps", MODULES_MANAGE, 70),
    MenuItem(N_("Settings"), "settings", SETTINGS_OPEN, 80),
)
