"""The two policy profiles and the settings of the door.

`modern` follows NIST SP 800-63B: length and a list of known passwords, no forced change. `djcp` follows 等保 2.0
(GB/T 22239-2019, 8.1.4.1): classes of signs, regular change, a short idle time-out.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address

from sqlalchemy.orm import Session

from app.core.access import ROLES
from app.core.i18n import N_
from app.core.login.errors import (
    PasswordHasLogin,
    PasswordTooLong,
    PasswordTooShort,
    PasswordTooSimple,
    PasswordWellKnown,
    UnknownPolicy,
)
from app.core.login.wellknown import is_well_known
from app.core.modules import Setting
from app.core.settings import setting, settings_named

SECURITY_MANAGE = "core.security.manage"
POLICY, HOSTS, PROXIES = "security.policy", "security.hosts", "security.proxies"
TWO_FACTOR = "security.two_factor"
MOST_PROXIES = 5
BOUND_HOSTS = "ZIQIANG_HOSTS"
"""Where the application's configuration has the addresses the server listens on."""
LONGEST = 200
OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")
EVERY_ADDRESS = frozenset({"0.0.0.0", "[::]"})
_LETTERS_AND_DIGITS = (str.isupper, str.islower, str.isdigit)
_CLASSES = (*_LETTERS_AND_DIGITS, lambda sign: not any(belongs(sign) for belongs in _LETTERS_AND_DIGITS))
_HOST = re.compile(r"\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is asked of passwords and sessions."""

    name: str
    shortest: int
    classes: int
    rotation: timedelta | None
    idle: timedelta
    absolute: timedelta


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("modern", 10, 1, None, idle=timedelta(hours=4), absolute=timedelta(hours=16)),
        Profile("djcp", 10, 3, timedelta(days=90), idle=timedelta(minutes=30), absolute=timedelta(hours=12)),
    )
}


def profile_named(name: str) -> Profile:
    """The profile of that name; UnknownPolicy, which is a ValueError, where there is none."""
    if name not in PROFILES:
        raise UnknownPolicy(policy=name, policies=", ".join(PROFILES))
    return PROFILES[name]


def hosts_named(text: str) -> frozenset[str]:
    """The host names in a text, parted by spaces or commas; ValueError when one is none."""
    names = frozenset(text.lower().replace(",", " ").split())
    for name in names:
        if not _HOST.fullmatch(name):
            raise ValueError(f"{name} is no host name")
    return names


def roles_named(text: str) -> frozenset[str]:
    """The roles in a text, parted by spaces or commas; ValueError for one there is not."""
    roles = frozenset(text.replace(",", " ").split())
    if roles - set(ROLES):
        raise ValueError(f"{', '.join(sorted(roles - set(ROLES)))}?")
    return roles


def proxies_counted(text: str) -> int:
    """How many proxies stand in front; ValueError when the text is no such number."""
    if not re.fullmatch(r"[0-9]", text) or int(text) > MOST_PROXIES:
        raise ValueError(f"{text!r} is no number of proxies")
    return int(text)


SETTINGS = (
    Setting(
        POLICY,
        N_("Password policy"),
        "modern",
        SECURITY_MANAGE,
        profile_named,
        N_("modern: long passwords, no forced change; djcp: classified protection 2.0, changed every 90 days."),
        tuple(PROFILES),
    ),
    Setting(
        TWO_FACTOR,
        N_("Roles that need a second factor"),
        "",
        SECURITY_MANAGE,
        roles_named,
        N_(
            "Codes of roles parted by spaces, such as sysadmin secadmin finance_head. Who has one of them sets the "
            "second factor up at her next log-in, before anything else."
        ),
    ),
    Setting(
        HOSTS,
        N_("Host names this system answers for"),
        "",
        SECURITY_MANAGE,
        hosts_named,
        N_("Host names without port, parted by spaces, such as hr.example.org; localhost is always allowed."),
    ),
    Setting(
        PROXIES,
        N_("Proxies in front"),
        "0",
        SECURITY_MANAGE,
        proxies_counted,
        N_("A whole number from 0 to 5: how many proxies of yours pass requests on. Takes effect at the next start."),
    ),
)


def profile_of(session: Session) -> Profile:
    """The profile in force."""
    return profile_named(settings_named(session, POLICY, TWO_FACTOR).get(POLICY) or "modern")


def needs_two_factor(session: Session, roles: Iterable[str]) -> bool:
    """Whether somebody with these roles must have a second factor."""
    return not roles_named(setting(session, TWO_FACTOR) or "").isdisjoint(roles)


def is_our_host(session: Session, host: str, bound: Iterable[str] = ()) -> bool:
    """Whether a request's host, with or without a port, is one of ours.

    Bound to every address of the machine, numbers are ours too: only names can be bent to lead here.
    """
    name, served = re.sub(r":\d+$", "", host.lower()), {*OWN_HOSTS, *bound}
    if name in served or (served & EVERY_ADDRESS and _is_number(name)):
        return True
    return name in hosts_named(setting(session, HOSTS) or "")


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def prepared(password: str) -> str:
    """One spelling of a password, whatever the input method: full-width forms become plain ones."""
    return unicodedata.normalize("NFKC", password)


def check_password(profile: Profile, login: str, password: str) -> None:
    """Refuse, with a named error, a prepared password that the profile does not allow."""
    if len(password) < profile.shortest:
        raise PasswordTooShort(length=profile.shortest)
    if len(password) > LONGEST:
        raise PasswordTooLong(length=LONGEST)
    if len(login) > 2 and login.casefold() in password.casefold():
        raise PasswordHasLogin()
    if sum(any(belongs(sign) for sign in password) for belongs in _CLASSES) < profile.classes:
        raise PasswordTooSimple(classes=profile.classes)
    if is_well_known(password):
        raise PasswordWellKnown()
