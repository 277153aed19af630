"""The addresses of every reading route, filled with records that exist: for tests that go over the whole product."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from flask import Flask
from openpyxl import Workbook
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import access, clock
from app.core.access import RoleAssignment, RoleRequest, User
from app.core.activities import Planned, plan, proposed, write_note
from app.core.attachments import attach, attachments_of, checked
from app.core.login.tables import LoginSession
from app.core.modules import host_named
from app.core.system import System
from app.core.workbook_templates import keeping
from app.payroll.models import PayRun, ScaleVersion
from app.staff.models import Contract, LegalEntity, OrgUnit, StaffToday
from app.staff.services import ask_for_changes

HOST = "staff.employee"
QUERIES = {
    "home.index": ("", "?arrange=1"),
    "home.find": ("?q=zhang",),
    "home.suggest": ("?q=zhang",),
    "my.index": ("", "?tab=career", "?tab=contracts", "?tab=more"),
    "staff_employee.show": ("", "?tab=career", "?tab=contracts"),
    "payroll_run.index": ("", "?tab=problems", "?tab=rules"),
    "payroll_run.sheet": ("?form=csv",),
    "payroll_runs.index": ("", "?view=pivot", "?view=chart", "?view=calendar", "?view=kanban"),
    "payroll_units.index": ("", "?view=pivot", "?view=chart", "?view=calendar", "?view=kanban"),
    "payroll_slips.index": ("", "?view=pivot", "?view=chart", "?view=kanban"),
    "staff_employees.index": ("", "?view=pivot", "?view=chart", "?view=calendar", "?view=kanban"),
}
BY_ENDPOINT: dict[str, dict[str, Any]] = {
    "documents.show": {"name": "registration"},
    "imports.show": {"code": "roster"},
    "imports.template": {"code": "roster"},
    "staff_facts.show_row": {"code": "contract"},
    "boards.show": {"name": "hr"},
    "staff_due.index": {"name": "contracts"},
    "staff_due.export": {"name": "contracts"},
    "staff_due.choices": {"name": "contracts"},
    "staff_due.sheet": {"name": "contracts"},
    "year.task": {"code": "staff.health_checks"},
    "year.change": {"code": "staff.health_checks"},
    "apps.show": {"name": "staff"},
    "apps.ask": {"name": "payroll"},
}
FORM = "staff.registration"
FIXED = {
    "source": FORM,
    "code": "background",
    "host": HOST,
    "form": "csv",
    "job_id": 1,
    "import_id": 1,
    "name": "errors.xlsx",
}
FIXED |= {"year": 2026, "what": "service", "value": "5"}


def records_of(system: System, number: str) -> dict[str, Any]:
    """What the arguments of routes are filled with: an employee with a file, her contract, the latest run."""
    _ask_for_a_role(system)
    with system.reading(access.operator()) as session:
        employee = session.scalars(select(StaffToday.employee_id).where(StaffToday.number == number)).one()
        found = {
            "number": number,
            "employee_id": employee,
            "record_id": employee,
            "key": session.scalars(select(Contract.id).where(Contract.employee_id == employee)).first(),
            "run_id": session.scalars(select(PayRun.id).order_by(PayRun.month.desc())).first(),
            "version_id": session.scalars(select(ScaleVersion.id).order_by(ScaleVersion.id)).first(),
            "unit_id": session.scalars(select(OrgUnit.id).order_by(OrgUnit.id.desc())).first(),
            "entity_id": session.scalars(select(LegalEntity.id).order_by(LegalEntity.id)).first(),
            **_administered(session),
        }
    own = {"uid": _attached(system, employee), "template_version": form_in_force(system)}
    return {**FIXED, **found, **own, "request_id": asked_by(system, number), **_beside(system, employee)}


def form_in_force(system: System) -> int:
    """A registration form of the organisation's own that is used from long ago on; its version."""
    book = Workbook()
    book.active.append(["姓名", None, "出生日期", None, "学历"])
    content = BytesIO()
    book.save(content)
    with system.writing(access.operator()) as session:
        version, _strange = keeping.upload(session, FORM, "本单位登记表", "登记表.xlsx", content.getvalue())
        keeping.put_in_force(session, version.id, date(2020, 1, 1))
        return version.id


def asked_by(system: System, number: str) -> int:
    """A change request that the employee of a number has sent."""
    herself = access.Actor(f"herself-{number}", (access.Held("employee"),), "test", None, number)
    with system.writing(herself) as session:
        typed = {"contact-phone": "13900001234", "bank_account-account": "6222020000000000000"}
        return ask_for_changes(session, typed, "演示").id


def _beside(system: System, employee_id: int) -> dict[str, int]:
    """A note and an activity of the employee."""
    with system.writing(access.operator()) as session:
        login = session.scalars(select(access.User.login).where(access.User.active).order_by(access.User.id)).all()
        note = write_note(session, HOST, employee_id, "演示")
        sees = [one for one in login if one in proposed(session, host_named(session, HOST), employee_id, one)]
        planned = Planned("todo", "演示", clock.today(), sees[0])
        return {"note_id": note.id, "activity_id": plan(session, HOST, employee_id, planned).id}


def _administered(session: Session) -> dict[str, Any]:
    """A user, a role of hers, a session, and a role asked for."""
    user = session.scalars(select(User.id).where(User.login == "hr")).first()
    held = session.scalars(select(RoleAssignment).where(RoleAssignment.user_id == (user or 0))).first()
    return {
        "user_id": user or 1,
        "assignment_id": held.id if held else 1,
        "session_id": session.scalars(select(LoginSession.id)).first() or 1,
        "role_request_id": session.scalars(select(RoleRequest.id)).first(),
        "role": "hr",
        "switch": "as_at",
    }


def _ask_for_a_role(system: System) -> None:
    with system.writing(access.operator()) as session:
        if session.scalars(select(RoleRequest.id)).first() is None:
            user = session.scalars(select(User.id).order_by(User.id)).first()
            facts = {"role": "leader", "start": clock.today(), "asked_by": "operator", "asked_at": clock.now()}
            session.add(RoleRequest(user_id=user, state="waiting", reason="", **facts))


def picture() -> bytes:
    """A small picture."""
    content = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(content, "PNG")
    return content.getvalue()


def _attached(system: System, employee_id: int) -> str:
    with system.writing(access.operator()) as session:
        attach(session, HOST, employee_id, checked("演示.png", picture()))
    with system.reading(access.operator()) as session:
        return attachments_of(session, HOST, employee_id)[0].uid


def addresses_of(app: Flask, system: System, records: Mapping[str, Any]) -> dict[str, list[str]]:
    """The addresses of every reading route, by endpoint."""
    bound = app.url_map.bind("localhost")
    found: dict[str, list[str]] = {}
    for rule in app.url_map.iter_rules():
        endpoint = rule.endpoint
        if endpoint.endswith("static") or "GET" not in (rule.methods or ()):
            continue
        filled = {**records, **BY_ENDPOINT.get(endpoint, {})}
        missing = sorted(rule.arguments - filled.keys())
        assert missing == [], f"{rule.rule}: say in tests/records.py which {missing} there are"
        path = bound.build(endpoint, {name: filled[name] for name in rule.arguments})
        found[endpoint] = [path + query for query in QUERIES.get(endpoint, ("",))]
    panels = [panel for module in system.modules for panel in module.panels if panel.save is not None]
    found["panels.show"] = [f"/panels/{panel.host}/{panel.name}/{records['record_id']}" for panel in panels]
    return found
