"""Switches: a module starts in simple mode; what is advanced is turned on one by one, and kept as a setting."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.modules.contributions import Switch
from app.core.modules.manifest import Module
from app.core.modules.permissions import MODULES_MANAGE
from app.core.settings import Setting, change_setting, settings_named

OFF, ON = "off", "on"
MIDDLE = ".switch."
"""Between a module's name and its switch's in the code of the setting."""


def switch_code(module: str, name: str) -> str:
    """The code of the setting that keeps a switch."""
    return f"{module}{MIDDLE}{name}"


def settings_of_switches(module: Module) -> tuple[Setting, ...]:
    """A module's switches as settings, so that they are checked, audited and taken away like these."""
    return tuple(
        Setting(
            switch_code(module.name, one.name), one.label, ON if one.default else OFF, MODULES_MANAGE,
            allowed=one.sentence, choices=(OFF, ON),
        )
        for one in module.switches
    )  # fmt: skip


def switched_on(session: Session, module: str, name: str) -> bool:
    """Whether an advanced function is on here; of a module that is not installed nothing is."""
    one = _declared(session, module, name)
    if one is None:
        return False
    code = switch_code(module, name)
    stored = settings_named(session, code).get(code)  # with all others, which the frame of the page asks for
    return one.default if stored is None else stored == ON


def turn_switch(session: Session, module: str, name: str, on: bool) -> bool:
    """Turn a switch on or off, for whoever manages modules; false where it was so already. Audited as a setting is."""
    if _declared(session, module, name) is None:
        raise NotFound(what=N_("switch"), key=name)
    return change_setting(session, switch_code(module, name), ON if on else OFF)


def _declared(session: Session, module: str, name: str) -> Switch | None:
    modules: Sequence[Any] = session.info.get("modules", ())
    switches = (one for found in modules if found.name == module for one in found.switches)
    return next((one for one in switches if one.name == name), None)
