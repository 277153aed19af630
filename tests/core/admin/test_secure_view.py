"""The secure base view: no route without a permission, no view of another kind, one commit or none, errors in words."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from flask import Flask
from flask_admin import BaseView, expose
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import access
from app.core.access import LOGGED_IN, User
from app.core.admin.views import Answer, SecureView, action, page, views_of
from app.core.audit import AuditEntry
from app.core.errors import Stale
from app.core.modules import Module, Permission
from app.core.passwords import hash_password
from app.core.settings import put_setting, setting
from app.core.system import System
from tests.web_house import PASSWORD, Browser

SECRET = Permission("trial.secret", "Secret", ("secadmin",))


class TrialView(SecureView):
    endpoint: ClassVar[str] = "trial"
    address: ClassVar[str] = "/trial"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        return setting(session, "trial") or "nothing", 200

    @action("/write", permission=LOGGED_IN)
    def write(self, session: Session) -> Answer:
        put_setting(session, "trial", "written")
        return "/trial/"

    @action("/write-then-fail", permission=LOGGED_IN)
    def fail(self, session: Session) -> Answer:
        put_setting(session, "trial", "half")
        raise Stale(what="trial")

    @action("/write-then-break", permission=LOGGED_IN)
    def break_down(self, session: Session) -> Answer:
        put_setting(session, "trial", "half")
        raise TypeError("a fault of ours, with the secret 42")

    @page("/write-on-reading", permission=LOGGED_IN)
    def write_on_reading(self, session: Session) -> Answer:
        put_setting(session, "trial", "smuggled")
        return "/trial/"

    @page("/secret", permission=SECRET.code)
    def secret(self, session: Session) -> Answer:
        return "/trial/"

    @page("/named/<name>", permission=LOGGED_IN)
    def named(self, session: Session, name: str) -> Answer:
        return f"/trial/?{name}"


VIEWS = (TrialView,)
TRIAL = Module("trial", "Trial", permissions=(SECRET,), views="tests.core.admin.test_secure_view:VIEWS")


@pytest.fixture
def system(database_url: str, data_dir: Path) -> Iterator[System]:
    built = System(data_dir, database_url, modules=(TRIAL,))
    built.set_up()
    with built.writing(access.operator()) as session:
        access.add_user(session, "li", "hr", None, hash_password(PASSWORD)).must_change_password = False
    yield built
    built.database.close()


@pytest.fixture
def browser(system: System) -> Browser:
    from app import create_app  # noqa: PLC0415

    application: Flask = create_app(system)
    built = Browser(application.test_client())
    built.log_in("li")
    return built


def kept(system: System) -> str | None:
    with system.reading(access.operator()) as session:
        return setting(session, "trial")


def test_a_write_is_kept_once_it_has_answered(system: System, browser: Browser) -> None:
    assert browser.post("/trial/write").status_code == 303
    assert kept(system) == "written"


def test_a_refused_write_keeps_nothing_and_says_why(system: System, browser: Browser) -> None:
    answer = browser.post("/trial/write-then-fail")
    assert answer.status_code == 409
    assert kept(system) is None


def test_a_fault_of_ours_keeps_nothing_and_tells_nothing(system: System, browser: Browser) -> None:
    answer = browser.post("/trial/write-then-break")
    assert answer.status_code == 500
    assert "42" not in answer.text
    assert "Traceback" not in answer.text
    assert kept(system) is None


def test_reading_cannot_write(system: System, browser: Browser) -> None:
    assert browser.get("/trial/write-on-reading").status_code == 500
    assert kept(system) is None


def test_a_refusal_is_logged(system: System, browser: Browser) -> None:
    assert browser.get("/trial/secret").status_code == 403
    with system.reading(access.operator()) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.kind == "refusal")).one()
        assert (entry.actor, entry.action) == ("li", "access.refused")
        assert "trial.secret" in entry.detail


def test_only_post_writes_and_only_with_the_token(system: System, browser: Browser) -> None:
    assert browser.get("/trial/write").status_code == 405
    assert browser.post_without_token("/trial/write").status_code == 400
    assert kept(system) is None


def test_an_argument_may_be_called_name(browser: Browser) -> None:
    assert browser.get("/trial/named/x").headers["Location"] == "/trial/?x"


def test_errors_are_json_for_those_who_ask(browser: Browser) -> None:
    answer = browser.get("/trial/secret", headers={"Accept": "application/json"})
    assert answer.get_json()["errors"][0]["kind"] == "access_denied"


def test_whoever_is_disabled_is_out_at_once(system: System, browser: Browser) -> None:
    with system.writing(access.operator()) as session:
        session.scalars(select(User).where(User.login == "li")).one().active = False
    assert browser.get("/trial/").status_code == 302


def test_a_route_without_a_permission_stops_the_start() -> None:
    class Open(SecureView):
        endpoint: ClassVar[str] = "open"
        address: ClassVar[str] = "/open"

        @expose("/")
        def index(self) -> str:
            return "open"

    with pytest.raises(TypeError, match="no permission is declared for index"):
        Open()


class Stock(BaseView):
    @expose("/")
    def index(self) -> str:
        return "stock"


STOCK = (Stock,)


def test_any_other_view_is_refused() -> None:
    module = Module("stock", "Stock", views="tests.core.admin.test_secure_view:STOCK")
    with pytest.raises(TypeError, match="Stock is no SecureView"):
        views_of(module)


def test_every_view_of_the_product_is_secure(data_dir: Path) -> None:
    """Every rule of the whole application is a declared route, the door's, or a static file."""
    from app import create_app  # noqa: PLC0415

    system = System(data_dir, f"sqlite:///{data_dir / 'z.db'}")
    system.set_up()
    application = create_app(system)
    undeclared = [
        rule.rule
        for rule in application.url_map.iter_rules()
        if not rule.endpoint.startswith("login.")
        and not rule.endpoint.endswith("static")
        and rule.endpoint != "preferences"
        and not hasattr(application.view_functions[rule.endpoint], "permission")
    ]
    system.database.close()
    assert undeclared == []
