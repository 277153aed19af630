"""My file (我的): what somebody who works here sees of herself, made for the phone first."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core import attachments, clock, jobs
from app.core.access import actor_of, may, scope_of
from app.core.admin.attachments_view import ACCEPTED, attachments_block
from app.core.admin.documents_view import document_buttons
from app.core.admin.pages import (
    Badge,
    Block,
    BoardPage,
    Button,
    Cell,
    Column,
    FormPage,
    Input,
    InputGroup,
    Link,
    Notice,
    Panel,
    Prose,
    RecordPage,
    Row,
    Tab,
    Table,
    Tile,
    Tiles,
    text,
)
from app.core.admin.panels import panels_of
from app.core.admin.views import Answer, SecureView, action, page
from app.core.attachments.content import LARGEST
from app.core.clock import SHANGHAI
from app.core.errors import NotFound, ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.modules import OwnPage, PersonalData, contributed
from app.staff import reports, services
from app.staff.jobs import MY_DATA
from app.staff.permissions import SELF, SENSITIVE_REVEAL
from app.staff.queries import requests as asked
from app.staff.reports.trail import Seen, who_saw
from app.staff.rules.requests import ASKABLE, BY_KEY, Askable
from app.staff.views import blocks
from app.staff.views.employees import STATUS_NAMES, TONES
from app.staff.views.secrets import SECRETS, log_reveal, secret_facts

HOME = "/my/"
HOST = "staff.employee"
REQUEST_HOST = "staff.change_request"
TABS = {
    "profile": N_("My details"),
    "career": N_("Career"),
    "contracts": N_("Contracts and qualifications"),
    "more": N_("Pay, cards and more"),
}
GROUPS = (
    (N_("How to reach you"), ("contact", "residence")),
    (N_("Emergency contact"), ("emergency",)),
    (N_("The account your pay goes to"), ("bank_account",)),
    (N_("Education and background"), ("background",)),
    (N_("Name"), ("identity",)),
)
MOST_SEEN = 200


class MyView(SecureView):
    """My file."""

    endpoint: ClassVar[str] = "my"
    address: ClassVar[str] = "/my"

    @page("/", permission=SELF)
    def index(self, session: Session) -> Answer:
        """My file as it is today."""
        return _record(session, {})

    @action("/reveal/<secret>", permission=SENSITIVE_REVEAL)
    def reveal(self, session: Session, secret: str) -> Answer:
        """Show one encrypted value of my own in full, for a reason that is logged before it is shown."""
        if secret not in SECRETS:
            raise NotFound(what=N_("field"), key=secret)
        employee = asked.own_employee(session)
        reason = request.form.get("reason", "").strip()
        if not reason:
            return _record(session, {}, Notice(_("Say what you need it for."), "warning")), 422
        log_reveal(session, employee.number, {"field": secret, "reason": reason[:200]})
        return _record(session, {secret: reports.secret_of(session, employee, secret, clock.today())})

    @page("/change", permission=SELF)
    def change(self, session: Session) -> Answer:
        """The form to ask for a change, filled with what is recorded."""
        return _form(session, {})

    @action("/change", permission=SELF)
    def ask(self, session: Session) -> Answer:
        """Send a request; what is wrong comes back with everything that was typed."""
        typed = {key: request.form[key].strip() for key in BY_KEY if key in request.form}
        reason = request.form.get("reason", "")
        sent = request.files.get("file")
        try:
            file = None
            if sent is not None and sent.filename:
                file = attachments.checked(sent.filename, sent.stream.read(LARGEST + 1))
            made = services.ask_for_changes(session, typed, reason)
        except ZiqiangError as error:
            if error.status not in (413, 415, 422):
                raise
            return _form(session, {**typed, "reason": reason}, fill(error.message, error.values)), 422
        if file is not None:
            attachments.attach(session, REQUEST_HOST, made.id, file)
        flash(_("Your request %(number)s is sent. You see here how far it is.") % {"number": made.number}, "good")
        return f"/staff/request/{made.id}"

    @page("/data", permission=SELF)
    def data(self, session: Session) -> Answer:
        """What a copy of my data holds, and the button that has it made."""
        asked.own_employee(session)
        parts = sorted((one for _module, one in contributed(session, PersonalData)), key=lambda one: one.order)
        lines = (
            _("You have the right to a copy of everything kept about you (Personal Information Protection Law)."),
            _("It comes as one file with a workbook to read and the same as JSON for programs. It holds your ID number"
              " and your card in full: keep it safe, and do not prepare it on somebody else's computer."),
        )  # fmt: skip
        held = Table("", (Column(_("What it holds")),), tuple(Row((text(_(one.label)),)) for one in parts))
        button = Button(_("Prepare my copy"), "/my/data", "download", "primary", post=True)
        panel = Panel(_("A copy of my data"), (Prose("", lines), held), buttons=(button,))
        return BoardPage(_("My data"), (panel,), buttons=(Button(_("Jobs"), "/jobs/", "clock"),))

    @action("/data", permission=SELF)
    def copy(self, session: Session) -> Answer:
        """Have the copy made, and go on to the job."""
        employee = asked.own_employee(session)
        return f"/jobs/{jobs.enqueue(session, MY_DATA, {}, unique_key=f'{MY_DATA}:{employee.number}')}"

    @page("/seen", permission=SELF)
    def seen(self, session: Session) -> Answer:
        """Who read or took my sensitive data, when, and what for."""
        own, wide = who_saw(session, asked.own_employee(session), MOST_SEEN)
        columns = tuple(Column(_(label)) for label in (N_("When"), N_("Who"), N_("What"), N_("What for")))
        nobody = _("Nobody has opened your sensitive data yet.")
        about = Table(_("About you"), columns, tuple(_seen_row(one) for one in own), empty=nobody)
        lists = Table(
            _("Lists of many people that may hold you"),
            columns[:3],
            tuple(Row(_seen_row(one).cells[:3]) for one in wide),
            empty=_("No list was taken yet."),
        )
        return BoardPage(_("Who saw my data"), (Panel(_("From the audit log"), (about, lists)),))


def _seen_row(one: Seen) -> Row:
    at = one.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return Row((Cell(at, "date"), text(_("You") if one.myself else one.who), text(one.what), text(one.why)))


def _record(session: Session, shown: Mapping[str, str], notice: Notice | None = None) -> RecordPage:
    profile = reports.profile(session, actor_of(session).subject or "", clock.today())
    chosen = request.args.get("tab", "profile")
    tab = chosen if chosen in TABS else "profile"
    panels: tuple[Block, ...] = ()
    if tab == "more":
        panels = (
            *panels_of(session, HOST, profile.employee_id),
            *attachments_block(session, HOST, profile.employee_id),
        )
    return RecordPage(
        profile.name,
        (),
        _blocks(session, profile, tab, shown),
        subtitle=" · ".join(filter(None, (profile.number, profile.post, profile.branch, profile.station))),
        avatar=profile.name[:1],
        badges=(Badge(_(STATUS_NAMES[profile.status]), TONES[profile.status]),),
        buttons=(
            Button(_("Ask for a change"), "/my/change", "edit", "primary"),
            *document_buttons(session, HOST, profile.employee_id),
        ),
        tabs=tuple(
            Tab(_(label), f"?tab={code}", code == tab, profile.counts.get(code)) for code, label in TABS.items()
        ),
        panels=panels,
        notices=(notice,) if notice else (),
    )


def _blocks(session: Session, profile: Any, tab: str, shown: Mapping[str, str]) -> tuple[Block, ...]:
    if tab == "career":
        return blocks.career(profile, False)
    if tab == "contracts":
        return blocks.contracts(profile, True, False)
    if tab == "more":
        return ()
    return (
        Tiles(own_tiles(session)),
        *blocks.profile_facts(profile, True, False),
        secret_facts(profile, shown, "/my", may(session, SENSITIVE_REVEAL)),
    )


def own_tiles(session: Session) -> tuple[Tile, ...]:
    """What there is about the one who looks, from every module, each a way to its page."""
    found = sorted((one for _module, one in contributed(session, OwnPage)), key=lambda one: one.order)
    return tuple(
        Tile(_(one.label), one.note(session) if one.note else _("look"), one.url, icon=one.icon)
        for one in found
        if one.url != HOME and scope_of(session, one.permission).subject is not None
    )


def _form(session: Session, typed: Mapping[str, str], error: str = "") -> FormPage:
    employee = asked.own_employee(session)
    now, waiting = asked.values_now(session, employee), asked.open_lines(session, employee.id)
    groups = tuple(
        InputGroup(_(title), tuple(_input(one, now, typed, waiting) for one in ASKABLE if one.kind in kinds))
        for title, kinds in GROUPS
    )
    proof_help = _("For example the certificate or the bank card, photographed. You can attach more afterwards.")
    why = (
        Input("reason", _("Why"), "textarea", typed.get("reason", ""), required=True, wide=True),
        Input("file", _("Proof"), "file", wide=True, accept=ACCEPTED, help=proof_help),
    )
    lead = _("Change what is wrong. HR decides on each field; nothing is changed before.")
    return FormPage(
        _("Ask for a change"),
        (Link(_("My file"), HOME),),
        "/my/change",
        (*groups, InputGroup(_("Reason and proof"), why)),
        _("Send"),
        HOME,
        errors=(error,) if error else (),
        notices=(Notice(lead),),
    )


def _input(one: Askable, now: Mapping[str, str], typed: Mapping[str, str], waiting: Mapping[str, str]) -> Input:
    """A field one may ask to have changed; one that is asked for already only shows what is recorded."""
    recorded = asked.shown(one, now[one.key])
    if one.key in waiting:
        note = _("You asked for a change in %(number)s, which is not decided yet.") % {"number": waiting[one.key]}
        return Input(one.key, _(one.label), "fixed", recorded, help=note)
    help_text = _(one.help) if one.help else ""
    value = typed.get(one.key, "" if one.secret else recorded)
    mode = "numeric" if one.secret else "tel" if one.field in ("phone", "contact_phone") else ""
    placeholder = recorded if one.secret else ""
    return Input(one.key, _(one.label), "text", value, help=help_text, placeholder=placeholder, inputmode=mode)
