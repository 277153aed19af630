"""An office: case-small with its October run, users of every kind, and browsers that are logged in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import event, func, select

from app import create_app
from app.core import access
from app.core.audit import AuditEntry
from app.core.jobs import run_waiting
from app.core.system import System
from app.payroll.models import PayRun
from app.staff.models import OrgUnit, OrgUnitPlacement
from tests.core.login.door import GOOD, Browser, hashed
from tests.journeys.driver import CommandLine

OTHER_BRANCH, BRANCH = "姑苏区自强服务社", "昆山市自强服务社"
OWN, COLLEAGUE = "ZQ0001", "ZQ0002"
ROLES = {
    "clerk": "finance",
    "chief": "finance_head",
    "leader": "leader",
    "auditor": "auditor",
    "hr": "hr",
    "branch": "branch",
    "trainer": "trainer",
    "sysadmin": "sysadmin",
}
RUNS = "/payroll/runs/"


@dataclass
class Office:
    """A system with users, and its application."""

    line: CommandLine
    system: System
    app: Flask
    browsers: dict[str, Browser] = field(default_factory=dict)

    @classmethod
    def of(cls, line: CommandLine) -> "Office":
        """Open the system of a command line and give it users: every role, one of a branch, and a social worker."""
        system = System(line.data, line.url)
        office = cls(line, system, create_app(system))
        for login, role in ROLES.items():
            office.add_user(login, role)
        office.add_user("local", "finance", office.code_of(BRANCH))
        office.add_user(OWN, "employee")
        return office

    def add_user(self, login: str, role: str, unit: str | None = None) -> None:
        with self.system.writing(access.operator()) as session:
            access.add_user(session, login, role, unit, hashed(GOOD)).must_change_password = False

    def code_of(self, name: str) -> str:
        placed = select(OrgUnit.code).join(OrgUnitPlacement, OrgUnitPlacement.unit_id == OrgUnit.id)
        with self.system.reading(access.operator()) as session:
            return session.scalars(placed.where(OrgUnitPlacement.name == name)).one()

    def browser(self, login: str) -> Browser:
        """The browser of somebody who is logged in and reads English."""
        if login not in self.browsers:
            browser = Browser(self.app.test_client(), options={"headers": {"Accept-Language": "en"}})
            assert browser.log_in(login, GOOD).status_code == 302
            self.browsers[login] = browser
        return self.browsers[login]

    def run(self) -> PayRun:
        with self.system.reading(access.operator()) as session:
            run = session.scalars(select(PayRun)).one()
            session.expunge(run)
            return run

    @property
    def run_url(self) -> str:
        return f"{RUNS}{self.run().id}/"

    def slip_url(self, number: str) -> str:
        return f"/payroll/slips/{self.run().id}/{number}/"

    def post(self, login: str, path: str, **form: str) -> int:
        """Send a form of the run's page; the status that came."""
        return self.browser(login).post(self.run_url + path, "/", **form).status_code

    def work(self) -> int:
        """Run the jobs that wait."""
        return run_waiting(self.system)

    def logged(self, action: str) -> int:
        with self.system.reading(access.operator()) as session:
            return session.scalar(select(func.count()).where(AuditEntry.action == action)) or 0

    @contextmanager
    def counting(self) -> Iterator[list[str]]:
        """The statements carried out in the block, but for those that only open a transaction."""
        found: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("PRAGMA", "BEGIN")):
                found.append(statement)

        event.listen(self.system.database.engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            event.remove(self.system.database.engine, "before_cursor_execute", note)
