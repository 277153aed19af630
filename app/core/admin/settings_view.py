"""Settings: one form of those somebody may change, under the headings of the modules."""

from collections.abc import Mapping
from itertools import groupby
from typing import ClassVar

from flask import flash, g, request
from sqlalchemy.orm import Session

from app.core import audit
from app.core.access import USER_READ, may
from app.core.admin.pages import Choice, Conflict, ConflictLine, FormPage, Input, InputGroup, Link, Notice
from app.core.admin.views import Answer, SecureView, action, page
from app.core.clock import SHANGHAI
from app.core.errors import ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.modules.permissions import MODULES_MANAGE
from app.core.modules.switches import MIDDLE
from app.core.settings import ORGANISATION_MANAGE, SETTINGS_OPEN, Line, change_setting, changeable
from app.core.workcalendar import CALENDAR_MANAGE

PAGES = (
    (N_("Names and logo"), "/organisation/", ORGANISATION_MANAGE),
    (N_("Number sequences"), "/sequences/", SETTINGS_OPEN),
    (N_("Work calendar"), "/workcalendar/", CALENDAR_MANAGE),
    (N_("Users"), "/users/", USER_READ),
    (N_("Roles"), "/roles/", USER_READ),
    (N_("Apps"), "/apps/", MODULES_MANAGE),
)

SEEN = "seen:"
"""Before the code of a setting: the field with what it was when the form was drawn."""


class SettingsView(SecureView):
    """Settings."""

    endpoint: ClassVar[str] = "settings"
    address: ClassVar[str] = "/settings"

    @page("/", permission=SETTINGS_OPEN)
    def index(self, session: Session) -> Answer:
        """The form, filled with what is in force."""
        return _form(_lines(session), {}, {})

    @action("/", permission=SETTINGS_OPEN)
    def save(self, session: Session) -> Answer:
        """Change what was changed: all of it, or, when something is wrong, nothing."""
        lines = _lines(session)
        typed = {code: request.form[code] for code in (line.setting.code for line in lines) if code in request.form}
        errors: dict[str, str] = {}
        seen = {code: request.form[SEEN + code] for code in typed if SEEN + code in request.form}
        typed = {code: text for code, text in typed.items() if text.strip() != seen.get(code)}
        clashes = [
            one for one in lines if one.setting.code in typed and seen.get(one.setting.code, one.text) != one.text
        ]
        if clashes:
            return _form(lines, typed, errors, _conflict(session, clashes, typed)), 409
        changed = 0
        with session.begin_nested() as all_or_nothing:
            for code, text in typed.items():
                try:
                    changed += change_setting(session, code, text)
                except ZiqiangError as error:
                    if error.status == 403:
                        raise
                    errors[code] = fill(error.message, error.values)
            if errors:
                all_or_nothing.rollback()
        if errors:
            return _form(lines, typed, errors), 422
        flash(_("Saved.") if changed else _("Nothing was changed."), "good" if changed else "info")
        return "/settings/"


def _lines(session: Session) -> list[Line]:
    """What may be changed; switches stand on the page of their app."""
    return [line for line in changeable(session) if MIDDLE not in line.setting.code]


def _form(
    lines: list[Line], typed: Mapping[str, str], errors: Mapping[str, str], conflict: Conflict | None = None
) -> FormPage:
    """The form; it carries along what each setting was when it was drawn, so that only what was changed is saved."""
    groups = tuple(
        InputGroup(_(title), tuple(_input(line, typed, errors) for line in group))
        for title, group in groupby(lines, key=lambda line: line.group)
    )
    seen = tuple((SEEN + line.setting.code, line.text) for line in lines)
    more = Notice(_("Settings with pages of their own:"), "info", _links())
    return FormPage(
        _("Settings"),
        (),
        "/settings/",
        groups,
        _("Save"),
        "/settings/",
        hidden=seen,
        conflict=conflict,
        notices=(more,),
    )


def _conflict(session: Session, clashes: list[Line], typed: Mapping[str, str]) -> Conflict:
    """Settings that somebody else changed after the form was drawn, and that were changed in it too."""
    pairs = [(line.setting, typed[line.setting.code], line.text) for line in clashes]
    found = audit.done_to(session, "core_settings", clashes[0].setting.code)
    who = found[0].actor if found else ""
    when = found[0].at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if found else ""
    return Conflict(
        who, when, tuple(ConflictLine(_(one.label), yours, theirs) for one, yours, theirs in pairs), "/settings/"
    )


def _links() -> tuple[Link, ...]:
    """The pages of single things, for whom they are open."""
    return tuple(Link(_(label), url) for label, url, permission in PAGES if may(g.session, permission))


def _input(line: Line, typed: Mapping[str, str], errors: Mapping[str, str]) -> Input:
    one = line.setting
    return Input(
        one.code,
        _(one.label),
        "select" if one.choices else "text",
        typed.get(one.code, line.text),
        choices=tuple(Choice(choice, choice) for choice in one.choices),
        errors=(errors[one.code],) if one.code in errors else (),
        help=_(one.allowed) if one.allowed else "",
        wide=True,
    )
