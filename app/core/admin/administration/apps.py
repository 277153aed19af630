"""Apps: the modules on this machine, what each adds, and what is done with them as a job."""

from collections.abc import Mapping
from typing import ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core import access
from app.core.access import actor_of
from app.core.admin.administration.app_parts import ICONS, adds_table, counted
from app.core.admin.opened import opened_system
from app.core.admin.pages import (
    Badge,
    Button,
    Fact,
    Facts,
    FormPage,
    Input,
    InputGroup,
    Link,
    Notice,
    Tone,
    number,
    text,
)
from app.core.admin.pages.apps import AppCard, AppPage, AppsPage, SwitchCard
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import NotFound, ZiqiangError
from app.core.i18n import N_, fill, listed
from app.core.i18n import gettext as _
from app.core.jobs import enqueue
from app.core.modules import Module, broken, switched_on, turn_switch
from app.core.modules.lifecycle import MODULES_MANAGE, Line, State, start_afresh
from app.core.modules.lifecycle.jobs import CHANGE, INSTALL, UNINSTALL, UPGRADE

HOME = "/apps/"
TONES: Mapping[State, Tone] = {
    State.INSTALLED: "good",
    State.AVAILABLE: "muted",
    State.UPGRADE: "warning",
    State.NEWER: "danger",
    State.CODE_MISSING: "danger",
}


class AppsView(SecureView):
    """Apps."""

    endpoint: ClassVar[str] = "apps"
    address: ClassVar[str] = "/apps"

    @page("/", permission=MODULES_MANAGE)
    def index(self, session: Session) -> Answer:
        """Every module."""
        access.authorize_everywhere(session, MODULES_MANAGE)
        cards = tuple(_card(line, _module(line.name)) for line in opened_system().lifecycle.lines())
        look = Button(_("Look for new packages"), "/apps/look", "refresh", post=True)
        problems = tuple(Notice(fill(one.message, one.values), "danger") for one in broken())
        said = _("A change is backed up first and done whole or not at all; then the system starts afresh by itself.")
        return AppsPage(_("Apps"), cards, said, (look,), problems)

    @page("/<name>", permission=MODULES_MANAGE)
    def show(self, session: Session, name: str) -> Answer:
        """One module: what it adds, what it needs, its switches."""
        access.authorize_everywhere(session, MODULES_MANAGE)
        return _app_page(session, _line(name), _module(name))

    @action("/<name>/install", permission=MODULES_MANAGE)
    def install(self, session: Session, name: str) -> Answer:
        """Start the job that installs it and what it needs."""
        return _start(session, INSTALL, name)

    @action("/<name>/upgrade", permission=MODULES_MANAGE)
    def upgrade(self, session: Session, name: str) -> Answer:
        """Start the job that brings it to this version."""
        return _start(session, UPGRADE, name)

    @page("/<name>/uninstall", permission=MODULES_MANAGE)
    def ask(self, session: Session, name: str) -> Answer:
        """What would go, or why it stays."""
        access.authorize_everywhere(session, MODULES_MANAGE)
        return _farewell(session, name)

    @action("/<name>/uninstall", permission=MODULES_MANAGE)
    def uninstall(self, session: Session, name: str) -> Answer:
        """Start the job that takes it out, once its name was typed."""
        access.authorize_everywhere(session, MODULES_MANAGE)
        _line(name)
        if request.form.get("confirm", "").strip() != name:
            return _farewell(session, name, _("Type %(name)s to confirm.") % {"name": name}), 422
        opened_system().lifecycle.removal(actor_of(session), name)
        return _start(session, UNINSTALL, name)

    @action("/<name>/switch/<switch>", permission=MODULES_MANAGE)
    def switch(self, session: Session, name: str, switch: str) -> Answer:
        """Turn an advanced function on or off."""
        turned_on = request.form.get("on") == "1"
        if turn_switch(session, name, switch, turned_on):
            flash(_("Turned on.") if turned_on else _("Turned off."), "good")
        return f"/apps/{name}"

    @action("/look", permission=MODULES_MANAGE)
    def look(self, session: Session) -> Answer:
        """Start afresh, so that packages installed meanwhile are found."""
        access.authorize_everywhere(session, MODULES_MANAGE)
        start_afresh(opened_system().data_dir)
        flash(_("Packages installed meanwhile are listed here."), "good")
        return HOME


def _start(session: Session, verb: str, name: str) -> str:
    access.authorize_everywhere(session, MODULES_MANAGE)
    _line(name)
    return f"/jobs/{enqueue(session, CHANGE, {'verb': verb, 'module': name}, unique_key=CHANGE)}"


def _module(name: str) -> Module | None:
    return next((one for one in opened_system().available if one.name == name), None)


def _line(name: str) -> Line:
    found = next((one for one in opened_system().lifecycle.lines() if one.name == name), None)
    if found is None:
        raise NotFound(what=N_("module"), key=name)
    return found


def _card(line: Line, module: Module | None) -> AppCard:
    return AppCard(
        line.name,
        _(line.label),
        f"/apps/{line.name}",
        ICONS.get(line.name, "package"),
        Badge(_(line.state), TONES[line.state]),
        _(module.description) if module and module.description else "",
        _("Version %(version)s") % {"version": line.version},
        tuple(counted(module)) if module else (),
        _buttons(line),
    )


def _buttons(line: Line) -> tuple[Button, ...]:
    told = _("A backup is made first. The system is away for some seconds.")
    if line.state is State.AVAILABLE:
        address = f"/apps/{line.name}/install"
        return (Button(_("Install"), address, "download", "primary", post=True, confirm=told),)
    upgrade = Button(_("Upgrade"), f"/apps/{line.name}/upgrade", "trending-up", "primary", post=True, confirm=told)
    return (upgrade,) if line.state is State.UPGRADE else ()


def _app_page(session: Session, line: Line, module: Module | None) -> AppPage:
    installed = line.state is not State.AVAILABLE
    buttons = _buttons(line)
    if installed:
        buttons += (Button(_("Uninstall"), f"/apps/{line.name}/uninstall", "trash", "danger"),)
    switches = module.switches if module and installed else ()
    return AppPage(
        _(line.label),
        (Link(_("Apps"), HOME),),
        _card(line, module),
        tuple(
            SwitchCard(
                _(one.label),
                _(one.sentence),
                switched_on(session, line.name, one.name),
                f"/apps/{line.name}/switch/{one.name}",
            )
            for one in switches
        ),
        (_needs(line, module), *((adds_table(module),) if module else ())),
        buttons,
    )


def _needs(line: Line, module: Module | None) -> Facts:
    installed = opened_system().lifecycle.installed()
    standing = sorted(one.name for one in installed.values() if line.name in one.depends)
    rows = (
        Fact(_("Needs"), text(_labels(module.depends if module else ()))),
        Fact(_("Works with"), text(_labels(module.works_with if module else ()))),
        Fact(_("Needed by"), text(_labels(standing))),
        Fact(_("Tables"), number(len(installed[line.name].tables) if line.name in installed else None)),
    )
    return Facts("", rows)


def _labels(names: tuple[str, ...] | list[str]) -> str:
    known = {one.name: one.label for one in opened_system().available}
    return listed(_(known.get(name, name)) for name in names) or "—"


def _farewell(session: Session, name: str, error: str = "") -> Answer:
    line = _line(name)
    crumbs = (Link(_("Apps"), HOME), Link(_(line.label), f"/apps/{name}"))
    try:
        removal = opened_system().lifecycle.removal(actor_of(session), name)
    except ZiqiangError as refusal:
        if refusal.status == 403:
            raise
        return AppPage(
            _("Uninstall %(module)s") % {"module": _(line.label)}, crumbs, _card(line, _module(name)), (), (),
            notices=(Notice(fill(refusal.message, refusal.values), "danger"),),
        )  # fmt: skip
    rows = tuple(
        Input(f"table.{table}", table, "fixed", _("%(count)s rows") % {"count": f"{count:,}"})
        for table, count in removal.tables.items()
    )
    confirm = Input(
        "confirm", _("Type its name"), required=True, autocomplete="off", placeholder=name,
        help=_("%(name)s, as it is written here") % {"name": name}, errors=(error,) if error else (),
    )  # fmt: skip
    gone = _("These tables go, with everything in them. The backup made before keeps them.")
    groups = (InputGroup(_("What goes"), rows, gone if rows else _("It has no tables.")), InputGroup("", (confirm,)))
    title = _("Uninstall %(module)s") % {"module": _(line.label)}
    return FormPage(title, crumbs, f"/apps/{name}/uninstall", groups, _("Uninstall"), f"/apps/{name}")
