"""Settings: one form of those somebody may change, under the headings of the modules."""

from collections.abc import Mapping
from itertools import groupby
from typing import ClassVar

from flask import flash, g, request
from sqlalchemy.orm import Session

from app.core.access import USER_READ, may
from app.core.admin.pages import Choice, FormPage, Input, InputGroup, Link, Notice
from app.core.admin.views import Answer, SecureView, action, page
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


def _form(lines: list[Line], typed: Mapping[str, str], errors: Mapping[str, str]) -> FormPage:
    groups = tuple(
        InputGroup(_(title), tuple(_input(line, typed, errors) for line in group))
        for title, group in groupby(lines, key=lambda line: line.group)
    )
    more = Notice(_("Settings with pages of their own:"), "info", _links())
    return FormPage(_("Settings"), (), "/settings/", groups, _("Save"), "/settings/", notices=(more,))


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
