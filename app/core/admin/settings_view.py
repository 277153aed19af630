"""Settings: one form of those somebody may change, under the headings of the modules."""

from collections.abc import Mapping
from itertools import groupby
from typing import ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core.admin.pages import Choice, FormPage, Input, InputGroup
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import ZiqiangError
from app.core.i18n import fill
from app.core.i18n import gettext as _
from app.core.modules.switches import MIDDLE
from app.core.settings import SETTINGS_OPEN, Line, change_setting, changeable


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
    return FormPage(_("Settings"), (), "/settings/", groups, _("Save"), "/settings/")


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
