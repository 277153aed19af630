"""The frame around every page: which modules, menus and settings somebody meets."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Flask, g, get_flashed_messages, request, url_for
from sqlalchemy.orm import Session

from app.core import access
from app.core.admin.bell import waiting
from app.core.admin.opened import opened_system
from app.core.admin.pages import Account, Entry, Frame, Link, Notice, Setting
from app.core.admin.palette import address_of_entry, offered
from app.core.admin.views import views_of
from app.core.demo import MARK, is_demo
from app.core.i18n import CHINESE, N_, language, listed
from app.core.i18n import gettext as _
from app.core.modules import MenuItem, Module, OwnPage, contributed
from app.core.settings import NAME, SHORT_NAME, organisation_short_name, settings_named
from app.core.settings.pictures import LOGO_MARK, logo_digest
from app.core.system import System

PRODUCT = N_("Ziqiang HR")
LANGUAGES = ((CHINESE, "中文"), ("en", "English"))
TAGS = {CHINESE: "zh-Hans", "en": "en"}
THEMES = (("auto", N_("Automatic")), ("light", N_("Light")), ("dark", N_("Dark")))
ICONS: Mapping[str, str] = {"staff": "users", "payroll": "report-money", "core": "settings"}


def put_frame(application: Flask, system: System, menu: Sequence[MenuItem]) -> None:
    """Give every template its frame; `menu` is the kernel's own."""
    kernel_module = Module(name="core", label="System", menu=tuple(menu))
    owners = {view.endpoint: module.name for module in system.modules for view in views_of(module)}

    def add_frame() -> dict[str, Any]:
        return {"frame": _frame([*system.modules, kernel_module], owners)}

    application.context_processor(add_frame)


def _frame(modules: Sequence[Module], owners: Mapping[str, str]) -> Frame:
    from_here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    settings = (
        Setting(_("Language"), "language", url_for("preferences"), language(), LANGUAGES),
        Setting(
            _("Theme"), "theme", url_for("preferences"), _theme(), tuple((code, _(label)) for code, label in THEMES)
        ),
    )
    told: Any = get_flashed_messages(with_categories=True)
    messages = tuple(Notice(text, tone) for tone, text in told)
    plain: dict[str, Any] = {
        "product": _(PRODUCT),
        "language": TAGS[language()],
        "theme": _theme(),
        "home_url": "/",
        "here": from_here,
        "settings": settings,
        "messages": messages,
    }
    if "actor" not in g:
        return Frame(**plain)
    if "session" in g:
        return Frame(**plain, **_personal(g.session, modules, owners))
    with opened_system().reading(g.actor) as session:
        return Frame(**plain, **_personal(session, modules, owners))


def _theme() -> Any:
    theme = request.cookies.get("theme", "")
    return theme if theme in {code for code, _label in THEMES} else "auto"


def _personal(session: Session, modules: Sequence[Module], owners: Mapping[str, str]) -> dict[str, Any]:
    """The part of the frame that depends on who is logged in."""
    menus = {module.name: _permitted(session, module.menu) for module in modules}
    here = (request.endpoint or "").partition(".")[0]
    current = owners.get(here, "core")
    apps = tuple(
        Entry(
            _(module.label),
            address_of_entry(_entrance(session, menus[module.name])),
            ICONS.get(module.name, "apps"),
            module.name == current,
        )
        for module in modules
        if menus[module.name]
    )
    menu = _menu(menus.get(current, ()), here)
    account = Account(
        g.actor.login,
        g.actor.login,
        url_for("login.leave"),
        listed(_(ROLE_NAMES.get(role, role)) for role in sorted(g.actor.roles)),
        (
            *_own_pages(session),
            Link(_("Change password"), url_for("login.password")),
            Link(_("Second factor"), url_for("login.two_factor")),
            Link(_("My sessions"), url_for("sessions.index")),
            Link(_("Explain my rights"), url_for("access.index")),
        ),
    )
    settings_named(session, MARK, NAME, SHORT_NAME, LOGO_MARK)  # all that the frame asks for, in one statement
    jobs = {"jobs_url": url_for("activities.index"), "jobs": waiting(session)}
    search = {"search_url": url_for("home.find"), "suggest_url": url_for("home.suggest")}
    return {
        "account": account,
        "apps": apps,
        "menu": menu,
        "demo": is_demo(session),
        "organisation": organisation_short_name(session),
        "logo_url": f"/organisation/logo.png?v={mark}" if (mark := logo_digest(session)) else "",
        **search,
        **jobs,
    }


ROLE_NAMES: Mapping[str, str] = {
    "employee": N_("Employee"),
    "branch": N_("Branch HR"),
    "hr": N_("HR"),
    "hr_head": N_("Head of HR"),
    "trainer": N_("Trainer"),
    "finance": N_("Finance"),
    "finance_head": N_("Head of finance"),
    "leader": N_("Leader"),
    "auditor": N_("Auditor"),
    "sysadmin": N_("System administrator"),
    "secadmin": N_("Security administrator"),
    "auditadmin": N_("Audit administrator"),
}


def _menu(items: Sequence[MenuItem], here: str) -> tuple[Entry, ...]:
    """The entries of a module, with the one that the page asked for belongs to: by its view, else by its address."""
    addresses = {item: address_of_entry(item) for item in items}
    active = next((item for item in items if item.endpoint.partition(".")[0] == here), None)
    if active is None:
        above = [item for item in items if addresses[item] != "/" and request.path.startswith(addresses[item])]
        active = max(above, key=lambda item: len(addresses[item]), default=None)
    shown = (item for item in items if not item.tucked)
    return tuple(Entry(_(item.label), addresses[item], active=item is active) for item in shown)


def _own_pages(session: Session) -> tuple[Link, ...]:
    """The pages about the one who looks, for the user menu."""
    found = sorted((one for _module, one in contributed(session, OwnPage)), key=lambda one: one.order)
    scopes = {one: access.scope_of(session, one.permission) for one in found}
    return tuple(Link(_(one.label), one.url, one.icon) for one in found if scopes[one].subject is not None)


def _permitted(session: Session, items: Iterable[MenuItem]) -> list[MenuItem]:
    found = [item for item in items if offered(session, item)]
    return sorted(found, key=lambda item: item.order)


def _entrance(session: Session, items: Sequence[MenuItem]) -> MenuItem:
    """The entry a module opens with: the first that is not about the one who looks alone, where there is one."""
    scopes = ((item, access.scope_of(session, item.permission)) for item in items)
    return next((item for item, scope in scopes if scope.everywhere or scope.paths), items[0])
