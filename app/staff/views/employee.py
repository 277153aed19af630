"""The page of one employee as at a day: profile, career, contracts, panels, and what was recorded."""

from datetime import date
from typing import Any, ClassVar

from flask import request
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import may
from app.core.admin.documents_view import document_buttons
from app.core.admin.form_buttons import form_buttons
from app.core.admin.lists.walk import carried, position_of, walked, way_back
from app.core.admin.pages import (
    AsAt,
    Badge,
    Block,
    Button,
    Link,
    Notice,
    RecordPage,
    Step,
    Tab,
    Tile,
)
from app.core.admin.panels import panels_of
from app.core.admin.smart import smart_buttons
from app.core.admin.stream import stream_of
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import remember_met, switched_on
from app.staff import queries, reports
from app.staff.permissions import AS_AT, PERSONAL_READ, SENSITIVE_REVEAL, STAFF_READ, STAFF_WRITE
from app.staff.reports import Profile
from app.staff.rules.status import ACTIVE, JOINING, LEFT, PROBATION
from app.staff.views import blocks
from app.staff.views.employees import STATUS_NAMES, TONES
from app.staff.views.history import happened
from app.staff.views.secrets import SECRETS, log_reveal, secret_facts

TABS = {"profile": N_("Profile"), "career": N_("Career"), "contracts": N_("Contracts and qualifications")}
HOST = "staff.employee"


def day_asked() -> date:
    """The day of the address; today when it says none, or none that can be read."""
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return clock.today()


def as_at(session: Session, url: str, on: date) -> AsAt | None:
    """The date picker of a page: where it is switched on, or another day than today is shown."""
    is_today = on == clock.today()
    if is_today and not switched_on(session, "staff", AS_AT):
        return None
    return AsAt(url, on.isoformat(), carried(url), is_today, walked())


class EmployeeView(SecureView):
    """One employee."""

    endpoint: ClassVar[str] = "staff_employee"
    address: ClassVar[str] = "/staff/employee"

    @page("/", permission=STAFF_READ)
    def index(self, session: Session) -> Answer:
        """There is no employee without a number: the list."""
        return "/staff/employees/"

    @page("/<number>", permission=STAFF_READ)
    def show(self, session: Session, number: str) -> Answer:
        """The record as at the day asked for."""
        return self._record(session, number)

    @page("/id/<int:employee_id>", permission=STAFF_READ)
    def by_id(self, session: Session, employee_id: int) -> Answer:
        """The record of an id that another module knows."""
        return f"/staff/employee/{queries.employee_with_id(session, employee_id).number}"

    @action("/<number>/reveal/<secret>", permission=SENSITIVE_REVEAL)
    def reveal(self, session: Session, number: str, secret: str) -> Answer:
        """Show one encrypted value in full, for a reason that is logged before it is shown."""
        if secret not in SECRETS:
            raise NotFound(what="field", key=secret)
        reason = request.form.get("reason", "").strip()
        if not reason:
            return self._record(session, number, notice=Notice(_("Say what you need it for."), "warning")), 422
        employee = queries.employee_numbered(session, number)
        log_reveal(session, number, {"field": secret, "reason": reason[:200]})
        shown = reports.secret_of(session, employee, secret, day_asked())
        return self._record(session, number, shown={secret: shown})

    def _record(
        self, session: Session, number: str, notice: Notice | None = None, shown: dict[str, str] | None = None
    ) -> RecordPage:
        on = day_asked()
        own = f"/staff/employee/{number}"
        profile = reports.profile(session, number, on)
        remember_met(session, HOST, profile.employee_id, STAFF_READ, own)
        tab = request.args.get("tab", "profile")
        tab = tab if tab in TABS else "profile"
        notices = [notice] if notice else []
        return RecordPage(
            profile.name,
            (Link(_("Employees"), way_back("/staff/employees/")),),
            self._blocks(session, profile, tab, shown or {}),
            subtitle=" · ".join(filter(None, (profile.post, profile.branch, profile.station))),
            avatar=profile.name[:1],
            badges=self._badges(profile),
            buttons=self._buttons(session, profile),
            steps=_steps(profile.status),
            figures=_figures(profile),
            tabs=tuple(
                Tab(_(label), carried(f"{own}?tab={code}&day={on}"), code == tab, profile.counts.get(code))
                for code, label in TABS.items()
            ),
            panels=panels_of(session, HOST, profile.employee_id) if tab == "profile" else (),
            stream=stream_of(session, HOST, profile.employee_id, happened(profile, may(session, PERSONAL_READ))),
            smart=smart_buttons(session, HOST, profile.employee_id),
            position=position_of(session),
            as_at=as_at(session, own, on),
            notices=tuple(notices),
        )

    def _blocks(self, session: Session, profile: Profile, tab: str, shown: dict[str, str]) -> tuple[Block, ...]:
        if tab == "career":
            return blocks.career(profile, may(session, STAFF_WRITE))
        if tab == "contracts":
            return blocks.contracts(profile, may(session, PERSONAL_READ), may(session, STAFF_WRITE))
        personal = may(session, PERSONAL_READ)
        return (
            *blocks.profile_facts(profile, personal, may(session, STAFF_WRITE)),
            secret_facts(profile, shown, f"/staff/employee/{profile.number}", may(session, SENSITIVE_REVEAL)),
        )

    def _badges(self, profile: Profile) -> tuple[Badge, ...]:
        status = Badge(_(STATUS_NAMES[profile.status]), TONES[profile.status])
        return (status, *(Badge(one, "plain", dot=False) for one in profile.marks))

    def _buttons(self, session: Session, profile: Profile) -> tuple[Button, ...]:
        own = form_buttons(session, HOST, profile.employee_id, clock.today())
        documents = (*document_buttons(session, HOST, profile.employee_id), *own)
        if not may(session, STAFF_WRITE):
            return documents
        employment = profile.current("employment")
        actions = [
            ("assignment", N_("Transfer"), "building-community"),
            ("post", N_("Change post"), "briefcase"),
            ("grading", N_("Change level or step"), "trending-up"),
        ]
        if employment is not None:
            actions.append((f"employment/{employment.key}", N_("Correct the employment"), "edit"))
        changes = tuple(
            Button(_(label), carried(f"/staff/facts/{profile.number}/{kind}"), icon) for kind, label, icon in actions
        )
        leaving = Button(_("Leaving"), carried(f"/staff/leaving/{profile.number}"), "logout")
        return (*changes, *((leaving,) if employment is not None else ()), *documents)


def _steps(status: str) -> tuple[Step, ...]:
    order = (JOINING, PROBATION, ACTIVE, LEFT)
    place = order.index(status)
    return tuple(
        Step(_(STATUS_NAMES[one]), "current" if at == place else "done" if at < place else "ahead")
        for at, one in enumerate(order)
    )


def _figures(profile: Profile) -> tuple[Tile, ...]:
    tiles: list[Any] = [
        Tile(_("Years of service"), str(profile.service_years) if profile.service_years is not None else "–"),
    ]
    return tuple(tiles)
