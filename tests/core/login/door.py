"""An application behind the door, its users, and a browser that fills in its forms."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, g, jsonify
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core import access, clock
from app.core.access import User
from app.core.audit import AuditEntry
from app.core.errors import ZiqiangError
from app.core.login import init_login, open_to_visitors
from app.core.passwords import hash_password
from app.core.settings import put_setting
from app.core.system import System

GOOD, OTHER = "Regen im Juli 7", "Schnee im Mai 33"
START = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
hashed = cache(hash_password)


def application(system: System, hosts: Sequence[str] = ()) -> Flask:
    """A small application of three pages behind the door."""
    app = Flask("door")
    app.add_url_rule("/", "start", lambda: g.actor.login)
    app.add_url_rule("/write", "write", lambda: "written", methods=["POST"])
    app.add_url_rule("/health", "health", open_to_visitors(lambda: "well"))
    app.register_error_handler(ZiqiangError, _shown)
    init_login(app, system, hosts)
    return app


def _shown(error: ZiqiangError) -> Any:
    answer = jsonify({"errors": [{"kind": error.kind, "message": ""}]})
    answer.status_code = error.status
    return answer


@dataclass
class Browser:
    """A browser: it keeps cookies and sends forms with the token the page holds."""

    client: FlaskClient
    address: str = "192.0.2.7"
    secure: bool = False
    options: dict[str, Any] = field(default_factory=dict)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **self._options(options))

    def post(self, path: str, page: str = "/login", **form: str) -> TestResponse:
        """Send a form with the token that a page holds."""
        found = TOKEN.search(self.get(page).text)
        return self.post_raw(path, csrf_token=found.group(1) if found else "", **form)

    def post_raw(self, path: str, **form: str) -> TestResponse:
        """Send a form as it is."""
        return self.client.post(path, data=form, **self._options({}))

    def log_in(self, login: str, password: str, **form: str) -> TestResponse:
        return self.post("/login", login=login, password=password, **form)

    def is_in(self) -> bool:
        return self.get("/").status_code == 200

    def cookie(self) -> str:
        cookie = self.client.get_cookie("ziqiang")
        return cookie.value if cookie else ""

    def _options(self, options: dict[str, Any]) -> dict[str, Any]:
        headers = {**({"Referer": "https://localhost/"} if self.secure else {}), **options.pop("headers", {})}
        base = {"base_url": "https://localhost"} if self.secure else {}
        return {
            "environ_overrides": {"REMOTE_ADDR": self.address},
            "headers": headers,
            **base,
            **self.options,
            **options,
        }


@dataclass
class Door:
    """A system with two users, `li` (hr) and `boss` (sysadmin), and its application."""

    system: System
    app: Flask

    @classmethod
    def built(cls, folder: Path, url: str) -> "Door":
        system = System(folder, url, modules=())
        system.set_up()
        door = cls(system, application(system))
        door.add_user("li", "hr")
        door.add_user("boss", "sysadmin")
        return door

    def add_user(self, login: str, role: str, password: str = GOOD, *, must_change: bool = False) -> None:
        with self.system.writing(access.operator()) as session:
            user = access.add_user(session, login, role, None, hashed(password))
            user.must_change_password = must_change

    def browser(self, address: str = "192.0.2.7", *, secure: bool = False) -> Browser:
        return Browser(self.app.test_client(), address, secure)

    def logged_in(self, login: str = "li", password: str = GOOD, address: str = "192.0.2.7") -> Browser:
        browser = self.browser(address)
        assert browser.log_in(login, password).status_code == 302
        return browser

    def set(self, name: str, value: str) -> None:
        with self.system.writing(access.operator()) as session:
            put_setting(session, name, value)

    @contextmanager
    def changing(self, login: str) -> Iterator[User]:
        with self.system.writing(access.operator()) as session:
            yield session.scalars(select(User).where(User.login == login)).one()

    def log(self, action: str) -> list[AuditEntry]:
        with self.system.reading(access.operator()) as session:
            entries = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
            found = list(session.scalars(entries))
            session.expunge_all()
            return found


@contextmanager
def later(**by: float) -> Iterator[None]:
    """Some time after now."""
    with clock.frozen(clock.now() + timedelta(**by)):
        yield


def kind(answer: TestResponse) -> str:
    """The kind of a named error that was answered."""
    return str(answer.get_json()["errors"][0]["kind"])
