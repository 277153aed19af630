"""The demo organisation on a fixed day, served in this process; browsers that are logged in to it."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from app import create_app
from app.core import access, clock
from app.core.access import User
from app.core.demo import load
from app.core.jobs import run_waiting
from app.core.passwords import hash_password
from app.core.periods import Month
from app.core.system import System
from app.payroll.models import PayRun, ScaleVersion
from app.staff.models import Contract, LegalEntity, OrgUnit, StaffToday
from tests.browser.gallery import serving

TODAY = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
PASSWORD = "Sieben Enten am See 7"
PERSON = "YS0030"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
LOGINS = ("hr", "finance", "finance_head", "employee", "sysadmin", "secadmin", "auditadmin", "auditor")


class OnThatDay:
    """The WSGI application, in which every request happens on the fixed day."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self._application = application

    def __call__(self, *arguments: Any) -> Iterable[bytes]:
        with clock.frozen(TODAY):
            answer: Iterable[bytes] = self._application(*arguments)
            return answer


@dataclass(frozen=True)
class DemoHouse:
    """The organisation, its application and the address that serves it."""

    system: System
    app: Flask
    address: str

    def log_in(self, context: BrowserContext, login: str) -> None:
        """Let the pages of a browser context be somebody's."""
        found = TOKEN.search(context.request.get(f"{self.address}/login").text())
        assert found is not None
        form = {"login": login, "password": PASSWORD, "csrf_token": found[1]}
        answer = context.request.post(f"{self.address}/login", form=form, max_redirects=0)
        assert answer.status == 302, answer.text()

    def check_workbook(self, page: Page, kind: str, file: Path) -> int:
        """Upload a workbook as whoever the page belongs to, and run the job; its number."""
        page.goto(f"{self.address}/imports/{kind}")
        page.locator("[name=file]").set_input_files(file)
        with page.expect_navigation():
            page.locator("form.stacked button").click()
        with clock.frozen(TODAY):
            assert run_waiting(self.system) == 1
        return int(page.url.rpartition("/")[2])

    def ids(self) -> dict[str, int]:
        """Keys of records that addresses name."""
        with self.system.reading(access.operator()) as session:
            return {
                "run": session.scalars(select(PayRun.id).order_by(PayRun.month.desc())).first() or 0,
                "scale": session.scalars(select(ScaleVersion.id).order_by(ScaleVersion.id)).first() or 0,
                "unit": session.scalars(select(OrgUnit.id).order_by(OrgUnit.id.desc())).first() or 0,
                "entity": session.scalars(select(LegalEntity.id).order_by(LegalEntity.id)).first() or 0,
            }

    def person(self, number: str) -> dict[str, int]:
        """Keys of an employee and of one of her contracts."""
        with self.system.reading(access.operator()) as session:
            employee = session.scalars(select(StaffToday.employee_id).where(StaffToday.number == number)).one()
            contract = session.scalars(select(Contract.id).where(Contract.employee_id == employee)).first()
        return {"employee_id": employee, "record_id": employee, "key": contract or 0}

    def panels(self) -> list[tuple[str, str]]:
        """Where modules add panels that can be changed, and what those are called."""
        found = [panel for module in self.system.modules for panel in module.panels]
        return [(panel.host, panel.name) for panel in found if panel.save is not None]


@contextmanager
def demo_house(data_dir: Path) -> Iterator[DemoHouse]:
    """Make the demo organisation and serve it."""
    system = System(data_dir)
    try:
        with clock.frozen(TODAY):
            load(system, [module.demo(Month.of(clock.today())) for module in system.modules if module.demo])
            _know_the_password(system)
            application = create_app(system)
        application.wsgi_app = OnThatDay(application.wsgi_app)  # type: ignore[method-assign]
        with serving(application) as address:
            yield DemoHouse(system, application, address)
    finally:
        system.database.close()


def _know_the_password(system: System) -> None:
    hashed = hash_password(PASSWORD)
    with system.writing(access.operator()) as session:
        for user in session.scalars(select(User)):
            user.password_hash, user.must_change_password = hashed, False
