"""The access matrix: every route x every role x a record of another branch.

Whoever is bound to Kunshan asks every address of the product for records of Gusu: the answer is 403 or 404, and no
answer of any kind names anybody of Gusu. Nothing is written without the token of one's own session.
"""

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.core import access, clock
from app.core.access import ROLES
from app.core.activities import Activity, Note, Planned, plan, write_note
from app.core.attachments import Attachment, attach, checked
from app.core.exports import canonical_data
from app.core.system import System
from app.payroll.models import PayRun, ScaleVersion
from app.staff.models import ChangeRequest, Contract, StaffToday
from tests.records import FORM, asked_by, form_in_force
from tests.staff.house import GUSU, KUNSHAN, TODAY
from tests.web_house import Web, names_and_numbers, whole_organisation

FOREIGN = "ZQ0001"
PUBLIC = {"login.enter", "login.code", "login.leave", "preferences"}
BOUND = [f"{role}-kunshan" for role in ROLES]


@dataclass
class Foreign:
    """What the arguments of routes are filled with: `records` lie in Gusu, `plain` belong to nobody."""

    records: Mapping[str, list[Any]]
    plain: Mapping[str, list[Any]] = field(
        default_factory=lambda: {
            "form": ["csv"],
            "secret": ["id_number", "bank_account"],
            "job_id": [1],
            "import_id": [1],
            "name": ["errors.xlsx", "registration", "pay"],
            "filename": ["app.js"],
            "host": ["staff.employee", "payroll.run"],
            "source": [FORM, "payroll.sheet", "staff.roster"],
            "year": [2026],
            "what": ["service", "unit"],
            "value": ["5"],
            "user_id": [1],
            "assignment_id": [1],
            "role_request_id": [1],
            "session_id": [999_999],
            "role": ["hr"],
            "sequence": ["staff.number"],
            "switch": ["as_at"],
        }
    )


def foreign(system: System) -> Foreign:
    with system.reading(access.operator()) as session:
        employee = session.scalars(select(StaffToday).where(StaffToday.number == FOREIGN)).one().employee_id
        contract = session.scalars(select(Contract.id).where(Contract.employee_id == employee)).first()
        run, scale = session.scalars(select(PayRun.id)).one(), session.scalars(select(ScaleVersion.id)).first()
        unit = access.node_coded(session, GUSU).id
        uid = session.scalars(select(Attachment.uid)).one()
        note, activity = session.scalars(select(Note.id)).one(), session.scalars(select(Activity.id)).one()
        request = session.scalars(select(ChangeRequest.id)).one()
    records = {
        "request_id": [request],
        "employee_id": [employee],
        "record_id": [employee],
        "key": [contract],
        "unit_id": [unit],
        "uid": [uid],
        "note_id": [note],
        "activity_id": [activity],
    }
    return Foreign(
        {"number": [FOREIGN], **records},
        {
            **Foreign({}).plain,
            "run_id": [run],
            "version_id": [scale],
            "entity_id": [1],
            "code": ["roster", "post"],
            "template_version": [1],
        },
    )


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, cases: Path) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("matrix")
    with (
        clock.frozen(TODAY),
        whole_organisation(folder / "data", f"sqlite:///{folder / 'z.db'}", cases / "case-small") as built,
    ):
        attach_to_foreigner(built.system)
        form_in_force(built.system)
        asked_by(built.system, FOREIGN)
        yield built


def attach_to_foreigner(system: System) -> None:
    with system.writing(access.operator()) as session:
        employee = session.scalars(select(StaffToday).where(StaffToday.number == FOREIGN)).one().employee_id
        attach(session, "staff.employee", employee, checked("note.txt", "演示".encode()))
        write_note(session, "staff.employee", employee, "演示")
        plan(session, "staff.employee", employee, Planned("todo", "演示", clock.today(), "hr"))


def addresses(web: Web, method: str) -> list[tuple[Rule, str, bool]]:
    """Every address of the product with foreign records in it, and whether it names one."""
    values = foreign(web.system)
    found = []
    for rule in web.app.url_map.iter_rules():
        if rule.endpoint == "static" or rule.endpoint.endswith(".static") or method not in (rule.methods or ()):
            continue
        names = sorted(rule.arguments)
        unknown = [name for name in names if name not in values.records and name not in values.plain]
        assert unknown == [], f"{rule.rule}: say in this test what a foreign {unknown} is"
        choices = [values.records.get(name) or values.plain[name] for name in names]
        for chosen in product(*choices):
            with web.app.test_request_context():
                built = web.app.url_map.bind("localhost").build(
                    rule.endpoint, dict(zip(names, chosen, strict=True)), method=method
                )
            found.append((rule, built, any(name in values.records for name in names)))
    return found


@pytest.mark.parametrize("login", BOUND)
def test_reading_foreign_records(web: Web, login: str) -> None:
    secret = names_and_numbers(web.system, GUSU)
    faults = []
    for rule, address, names_a_record in addresses(web, "GET"):
        answer = web.as_(login).get(address)
        if names_a_record and answer.status_code not in (403, 404):
            faults.append(f"{address} answers {answer.status_code}")
        text = text_of(answer).replace(address, "")
        shown = {word for word in secret if word in text} - {FOREIGN}
        if shown:
            faults.append(f"{address} shows {sorted(shown)[:3]}")
        assert answer.status_code < 500, f"{rule.rule}: {text}"
    assert faults == []


def text_of(answer: TestResponse) -> str:
    """What an answer says; of a PDF, what is printed on it, of a workbook what is written in it."""
    if answer.data.startswith(b"PK"):
        with ZipFile(BytesIO(answer.data)) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    if answer.mimetype != "application/pdf":
        return answer.text
    command = ["pdftotext", "-raw", "-", "-"]
    return subprocess.run(command, input=answer.data, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("login", BOUND)
def test_writing_foreign_records(web: Web, login: str) -> None:
    before = everything(web.system)
    faults = []
    for rule, address, names_a_record in addresses(web, "POST"):
        if rule.endpoint in PUBLIC or rule.endpoint.startswith("login."):
            continue
        answer = web.as_(login).post(address, reason="test", document="1", start="2026-11-01")
        assert answer.status_code < 500, f"{rule.rule}: {answer.text}"
        if names_a_record and answer.status_code not in (403, 404):
            faults.append(f"{address} answers {answer.status_code}")
    assert faults == []
    assert everything(web.system) == before


@pytest.mark.parametrize("login", ["hr", "finance", "finance_head", "sysadmin"])
def test_no_write_without_the_token(web: Web, login: str) -> None:
    before = everything(web.system)
    for _rule, address, _names in addresses(web, "POST"):
        assert web.as_(login).post_without_token(address).status_code == 400, address
    assert everything(web.system) == before


def test_strangers_are_sent_to_the_log_in(web: Web) -> None:
    stranger = web.stranger()
    for rule, address, _names in addresses(web, "GET"):
        answer = stranger.get(address)
        if rule.endpoint not in PUBLIC:
            assert answer.status_code == 302, address
            assert answer.headers["Location"].startswith("/login"), address


def test_every_answer_carries_the_headers(web: Web) -> None:
    for _rule, address, _names in addresses(web, "GET"):
        answer = web.as_("hr").get(address)
        assert "unsafe" not in answer.headers["Content-Security-Policy"], address
        assert answer.headers["X-Content-Type-Options"] == "nosniff", address
        assert answer.headers["Cache-Control"] == "no-store", address


@pytest.mark.parametrize(("login", "path", "people"), [
    ("branch-kunshan", "/staff/employees/", 15), ("hr", "/staff/employees/", 29),
    ("employee-kunshan", "/staff/employees/", 1), ("sysadmin", "/staff/employees/", None),
])  # fmt: skip
def test_a_list_counts_only_whom_the_user_may_meet(web: Web, login: str, path: str, people: int | None) -> None:
    """15 of the 29 people of case-small work in Kunshan; a total that counted the others would tell of them."""
    answer = web.as_(login).get(path, headers={"Accept-Language": "en"})
    if people is None:
        assert answer.status_code == 403
    else:
        assert f"1–{people} of {people}<" in answer.text


def test_the_matrix_knows_what_it_looks_for(web: Web) -> None:
    """Headquarters does see Gusu: the search for leaks would find some."""
    secret = names_and_numbers(web.system, GUSU)
    shown = web.as_("hr").get("/staff/employees/").text
    assert secret <= {word for word in secret if word in shown}
    assert KUNSHAN != GUSU
    assert len(secret) > 20


def everything(system: System) -> Any:
    with system.reading(access.operator()) as session:
        return canonical_data(session, system.modules, history=True)
