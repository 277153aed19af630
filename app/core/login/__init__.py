"""The door: log-in, second factor, sessions, passwords, lock-out. It authenticates; `core.access` says who may what.

`init_login` puts it before an application. The services here take a session, or the opened system where a step needs
several short transactions. The web is loaded by `init_login` alone: the command line has no use for it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.core.login.changing import change_password, first_administrator, hash_of_new, renew_password, unlock
from app.core.login.entering import Entered, confirm_password, enter, enter_code, leave
from app.core.login.house import House
from app.core.login.marks import open_to_visitors, open_while_changing
from app.core.login.policy import (
    BOUND_HOSTS,
    PROFILES,
    PROXIES,
    SECURITY_MANAGE,
    SETTINGS,
    Profile,
    check_password,
    profile_of,
)
from app.core.login.secondfactor import (
    Enrolment,
    accept_code,
    begin_two_factor,
    confirm_two_factor,
    enrolment,
    has_two_factor,
    stop_two_factor,
)
from app.core.login.secretkey import secret_key
from app.core.login.sessions import (
    Browser,
    SessionLine,
    Visit,
    end_all,
    revoke_session,
    revoke_sessions,
    sessions_of,
)

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "BOUND_HOSTS",
    "PROFILES",
    "PROXIES",
    "SECURITY_MANAGE",
    "SETTINGS",
    "Browser",
    "Enrolment",
    "Entered",
    "Profile",
    "SessionLine",
    "Visit",
    "accept_code",
    "begin_two_factor",
    "change_password",
    "check_password",
    "confirm_password",
    "confirm_two_factor",
    "end_all",
    "enrolment",
    "enter",
    "enter_code",
    "first_administrator",
    "has_two_factor",
    "hash_of_new",
    "init_login",
    "leave",
    "open_to_visitors",
    "open_while_changing",
    "profile_of",
    "renew_password",
    "revoke_session",
    "revoke_sessions",
    "secret_key",
    "sessions_of",
    "stop_two_factor",
    "unlock",
]


def init_login(application: "Flask", system: House, hosts: Iterable[str] = ()) -> None:
    """Put the door before an application: cookies, guard, tokens of forms, pages.

    `hosts` are the names the server binds, beside the setting `security.hosts`. Afterwards `flask.g.actor` is set in
    every request but those of visitors. Whoever shows errors must handle ZiqiangError.
    """
    from app.core.login.wiring import wire

    wire(application, system, hosts)
