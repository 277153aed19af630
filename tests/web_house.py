"""A whole organisation behind its web application: the 24 people of case-small, and somebody in every role."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from app.core import access, clock
from app.core.access import ROLES, User
from app.core.imports.running import run_import
from app.core.passwords import hash_password
from app.core.periods import Month
from app.core.system import System
from app.payroll import services as payroll
from tests.journeys.driver import CommandLine
from tests.staff.house import KUNSHAN, TODAY

PASSWORD = "Sieben Enten am See 7"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
MONTH = Month(2026, 10)
WORKBOOKS = ("organisation", "pay-scale", "roster", "changes", "opening-balances", "monthly-inputs")
hashed = cache(hash_password)


@dataclass
class Browser:
    """Somebody's browser: keeps cookies, and sends forms with the token of its session."""

    client: FlaskClient
    token: str = ""

    def get(self, path: str, **options: object) -> TestResponse:
        return self.client.get(path, **options)  # type: ignore[arg-type]

    def post(self, path: str, **form: object) -> TestResponse:
        return self.client.post(path, data={**form, "csrf_token": self.token})

    def post_without_token(self, path: str, **form: object) -> TestResponse:
        return self.client.post(path, data=form)

    def log_in(self, login: str, password: str = PASSWORD) -> None:
        found = TOKEN.search(self.get("/login").text)
        assert found
        answer = self.client.post("/login", data={"login": login, "password": password, "csrf_token": found.group(1)})
        assert answer.status_code == 302, answer.text
        found = TOKEN.search(self.get("/").text)
        assert found
        self.token = found.group(1)


@dataclass
class Web:
    """The application, and browsers logged in, one for each login asked for."""

    system: System
    app: Flask
    browsers: dict[str, Browser] = field(default_factory=dict)

    def as_(self, login: str) -> Browser:
        if login not in self.browsers:
            self.browsers[login] = Browser(self.app.test_client())
            self.browsers[login].log_in(login)
        return self.browsers[login]

    def stranger(self) -> Browser:
        return Browser(self.app.test_client())

    def add_user(self, login: str, role: str, unit: str | None = None, person: str | None = None) -> None:
        with self.system.writing(access.operator()) as session:
            access.add_user(session, login, role, unit, hashed(PASSWORD), person).must_change_password = False


@contextmanager
def whole_organisation(data_dir: Path, url: str, case: Path, approved: bool = True) -> Iterator[Web]:
    """Everything imported and the month calculated; `approved` seals it. Logins: each role, and role-kunshan."""
    with clock.frozen(TODAY):
        system = System(data_dir, url)
        try:
            system.set_up()
            web = Web(system, create_app(system))
            _import_all(system, case)
            for role in ROLES:
                web.add_user(role, role, person="ZQ0004" if role == "employee" else None)
                web.add_user(f"{role}-kunshan", role, KUNSHAN, "ZQ0006" if role == "employee" else None)
            calculate(system, "finance")
            if approved:
                with system.writing(system.actor("finance_head")) as session:
                    payroll.approve_run(session, MONTH)
            yield web
        finally:
            system.database.close()


def web_of(line: CommandLine) -> Web:
    """The web of a system that is there already, with the same logins."""
    system = System(line.data, line.url)
    web = Web(system, create_app(system))
    for role in ROLES:
        web.add_user(role, role, person="ZQ0004" if role == "employee" else None)
        web.add_user(f"{role}-kunshan", role, KUNSHAN, "ZQ0006" if role == "employee" else None)
    return web


def _import_all(system: System, case: Path) -> None:
    operator = access.operator()
    for code in WORKBOOKS:
        kind = system.import_kind(code)
        assert kind is not None
        file = case / f"{code}.xlsx"
        outcome = run_import(
            lambda: system.reading(operator), lambda: system.writing(operator), kind, file, MONTH, dry_run=False
        )
        assert outcome.errors == []


def calculate(system: System, login: str) -> None:
    """Calculate the month as somebody."""
    actor = system.actor(login)
    with system.reading(actor) as session:
        calculated = payroll.calculate_run(session, MONTH)
    with system.writing(actor) as session:
        payroll.store_run(session, calculated)


def names_and_numbers(system: System, branch_code: str) -> set[str]:
    """Numbers and names of a branch's people whose names nobody elsewhere has."""
    from app.staff.models import OrgUnit, StaffToday  # noqa: PLC0415

    with system.reading(access.operator()) as session:
        rows = session.execute(
            select(StaffToday.number, StaffToday.name, OrgUnit.code).join(OrgUnit, OrgUnit.id == StaffToday.branch_id)
        ).all()
    elsewhere = {name for _number, name, code in rows if code != branch_code}
    inside = [(number, name) for number, name, code in rows if code == branch_code]
    return {number for number, _name in inside} | {name for _number, name in inside if name not in elsewhere}


__all__ = [
    "MONTH",
    "PASSWORD",
    "Browser",
    "User",
    "Web",
    "calculate",
    "names_and_numbers",
    "web_of",
    "whole_organisation",
]
