"""Reading settings typed, and changing them: permitted, checked, and audited with what they were before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.core import audit
from app.core.access import authorize_everywhere, scope_of
from app.core.errors import ZiqiangError
from app.core.i18n import N_
from app.core.settings.declared import Declared, Setting
from app.core.settings.stored import SettingValue, put_setting, setting


class UnknownSetting(ZiqiangError):
    """No module declares a setting of that code."""

    kind = "unknown_setting"
    message = N_("There is no setting %(code)s. List them with: ziqiang setting list")
    status = 404


class SettingRefused(ZiqiangError):
    """The text is not what the setting takes."""

    kind = "setting_refused"
    message = N_('"%(text)s" can\'t be taken for the setting "%(setting)s". Allowed: %(allowed)s')
    status = 422


@dataclass(frozen=True, slots=True)
class Line:
    """A setting with the text in force."""

    group: str
    setting: Setting
    text: str
    is_set: bool


def setting_declared(session: Session, code: str) -> Setting:
    """The declared setting of that code; UnknownSetting where there is none."""
    return _declared(session, code).setting


def setting_value(session: Session, code: str) -> Any:
    """The value of a declared setting as its `parse` makes it, of its default where it was never set."""
    one = setting_declared(session, code)
    stored = setting(session, code)
    return one.parse(one.default if stored is None else stored)


def changeable(session: Session) -> list[Line]:
    """The settings the acting user may change, in the order of their declaration."""
    return [
        _line(session, found)
        for found in _all(session).values()
        if scope_of(session, found.setting.permission).everywhere
    ]


def read_setting(session: Session, code: str) -> Line:
    """One setting with its text, for somebody who may change it."""
    found = _declared(session, code)
    authorize_everywhere(session, found.setting.permission)
    return _line(session, found)


def change_setting(session: Session, code: str, text: str) -> bool:
    """Set a setting to a text that its declaration takes; False when it was so already."""
    one = setting_declared(session, code)
    authorize_everywhere(session, one.permission)
    text = text.strip()
    _check(one, text)
    before = setting(session, code)
    if text == (one.default if before is None else before):
        return False
    put_setting(session, code, text)
    audit.record(
        session,
        "setting.change",
        object_table=SettingValue.__tablename__,
        object_key=code,
        detail={"from": one.default if before is None else before, "to": text},
    )
    return True


def _check(one: Setting, text: str) -> None:
    """Refuse, saying what is allowed, a text the setting does not take."""
    if one.choices and text not in one.choices:
        raise SettingRefused(text=text, setting=one.label, allowed=one.allowed or ", ".join(one.choices))
    try:
        one.parse(text)
    except ZiqiangError:
        raise  # it says in words of its own what is allowed
    except ValueError as error:
        raise SettingRefused(text=text, setting=one.label, allowed=one.allowed or str(error)) from error


def _all(session: Session) -> Mapping[str, Declared]:
    found: Mapping[str, Declared] = session.info.get("settings", {})
    return found


def _declared(session: Session, code: str) -> Declared:
    found = _all(session).get(code)
    if found is None:
        raise UnknownSetting(code=code)
    return found


def _line(session: Session, found: Declared) -> Line:
    stored = setting(session, found.setting.code)
    return Line(found.group, found.setting, found.setting.default if stored is None else stored, stored is not None)
