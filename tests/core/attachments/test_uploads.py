"""Uploading, giving back and removing in the browser: on the page of an employee, with everything that may be tried."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from app.core import access, clock
from app.core.attachments import Attachment
from app.core.identifiers import resident_id_check
from app.staff.models import ID_NUMBER, Employee, Identity
from tests.core.attachments.samples import PDF, bomb, picture
from tests.core.login.door import TOKEN, Browser, Door, hashed
from tests.staff.house import KUNSHAN, TODAY, staffed

OUTSIDE, INSIDE = "ZQ0001", "ZQ0010"
STRANGER = "11010119900307123" + resident_id_check("11010119900307123")


@pytest.fixture
def product(data_dir: Path, database_url: str, cases: Path) -> Iterator[Door]:
    with clock.frozen(TODAY), staffed(data_dir, database_url, cases / "case-small") as system:
        door = Door(system, create_app(system))
        door.add_user("li", "hr")
        door.add_user("zhao", "trainer")
        with system.writing(access.operator()) as session:
            user = access.add_user(session, "kunshan", "branch", KUNSHAN, hashed("Regen im Juli 7"))
            user.must_change_password = False
        yield door


def record_id(door: Door, number: str) -> int:
    with door.system.reading(access.operator()) as session:
        return session.scalars(select(Employee.id).where(Employee.number == number)).one()


def upload(browser: Browser, key: int, name: str, content: bytes, token: str | None = None) -> TestResponse:
    path = f"/attachments/staff.employee/{key}/new"
    if token is None:
        found = TOKEN.search(browser.get("/account/password").text)
        token = found.group(1) if found else ""
    form = {"csrf_token": token, "file": (BytesIO(content), name)}
    answer = browser.client.post(path, data=form, environ_overrides={"REMOTE_ADDR": browser.address})
    answer.request.environ["wsgi.input"].close()  # the client keeps a large form in a file of its own
    return answer


def rows(door: Door) -> list[Attachment]:
    with door.system.reading(access.operator()) as session:
        found = list(session.scalars(select(Attachment).order_by(Attachment.id)))
        session.expunge_all()
        return found


def nothing_kept(door: Door) -> bool:
    files = [path for path in (door.system.data_dir / "attachments").rglob("*") if path.is_file()]
    return rows(door) == [] and files == []


def test_a_file_comes_to_the_page_and_back(product: Door) -> None:
    key, browser = record_id(product, INSIDE), product.logged_in("li")
    page = browser.get(f"/staff/employee/{INSIDE}").text
    assert f'href="/attachments/staff.employee/{key}/new"' in page
    form = browser.get(f"/attachments/staff.employee/{key}/new")
    assert 'enctype="multipart/form-data"' in form.text
    done = upload(browser, key, "../../劳动合同.pdf", PDF)
    assert (done.status_code, done.location) == (303, f"/staff/employee/{INSIDE}")
    (row,) = rows(product)
    assert (row.name, row.uploaded_by) == ("劳动合同.pdf", "li")
    page = browser.get(f"/staff/employee/{INSIDE}").text
    assert f'href="/attachments/file/{row.uid}"' in page
    sent = browser.get(f"/attachments/file/{row.uid}")
    assert sent.data == PDF
    assert sent.headers["Content-Type"] == "application/pdf"
    assert sent.headers["Content-Disposition"].startswith("attachment;")
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Cache-Control"] == "no-store"
    assert [entry.object_key for entry in product.log("attachment.read")] == [row.uid]


def test_what_is_not_taken_is_said_and_nothing_is_kept(product: Door) -> None:
    key, browser = record_id(product, INSIDE), product.logged_in("li")
    browser.post("/preferences", "/account/password", language="en", next="/")
    for name, content, said in (
        ("a.pdf", b"MZ\x90\x00\x03", "none of the kinds"),
        ("a.docx", bomb(), "The file is refused"),
        ("a.pdf", b"", "not empty"),
        ("a.jpg", picture()[:100], "damaged"),
        ("a.pdf", b"%PDF-" + b"x" * (20 << 20), "more than 20 MB"),
    ):
        answer = upload(browser, key, name, content)
        assert answer.status_code == 422, name
        assert said in answer.text
    assert upload(browser, key, "a.pdf", b"%PDF-" + b"x" * (33 << 20)).status_code == 413
    assert nothing_kept(product)


def test_a_form_without_the_token_is_refused(product: Door) -> None:
    key, browser = record_id(product, INSIDE), product.logged_in("li")
    assert upload(browser, key, "a.pdf", PDF, token="").status_code == 400
    assert upload(product.browser(), key, "a.pdf", PDF, token="").status_code in (302, 400)
    assert nothing_kept(product)


def test_a_foreign_record_is_not_met(product: Door) -> None:
    key, browser = record_id(product, OUTSIDE), product.logged_in("li")
    upload(browser, key, "a.pdf", PDF)
    (row,) = rows(product)
    branch = product.logged_in("kunshan")
    assert branch.get(f"/attachments/file/{row.uid}").status_code == 404
    assert branch.get(f"/attachments/file/{row.uid}/remove").status_code == 403
    assert branch.get(f"/attachments/staff.employee/{key}/new").status_code == 403
    assert upload(branch, record_id(product, INSIDE), "a.pdf", PDF).status_code == 403
    trainer = product.logged_in("zhao")
    assert trainer.get(f"/attachments/file/{row.uid}").status_code == 403
    assert "/attachments/" not in trainer.get(f"/staff/employee/{OUTSIDE}").text
    for path in ("/attachments/file/..", "/attachments/file/0", "/attachments/staff.employee/999999/new"):
        assert browser.get(path).status_code == 404, path
    assert browser.get("/attachments/nothing/1/new").status_code == 404
    assert len(rows(product)) == 1


def test_two_roles_do_not_add_up_to_a_foreign_file(product: Door) -> None:
    key = record_id(product, OUTSIDE)
    upload(product.logged_in("li"), key, "a.pdf", PDF)
    (row,) = rows(product)
    with product.changing("kunshan") as user:
        user_id = user.id
    with product.system.writing(access.operator()) as session:
        session.add(access.RoleAssignment(user_id=user_id, role="trainer", node_id=None, start=clock.today(), end=None))
    both = product.logged_in("kunshan")
    assert both.get(f"/staff/employee/{OUTSIDE}").status_code == 200
    assert both.get(f"/attachments/file/{row.uid}").status_code == 404
    assert both.get(f"/documents/staff.employee/registration/{key}").status_code == 404


def test_a_file_is_removed_for_a_reason(product: Door) -> None:
    key, browser = record_id(product, INSIDE), product.logged_in("li")
    upload(browser, key, "a.pdf", PDF)
    (row,) = rows(product)
    path = f"/attachments/file/{row.uid}/remove"
    assert browser.post(path, path, reason=" ").status_code == 422
    assert browser.post(path, path, reason="传错了").location == f"/staff/employee/{INSIDE}"
    assert browser.get(f"/attachments/file/{row.uid}").status_code == 404
    assert browser.post(path, "/account/password", reason="again").status_code == 404


def test_id_numbers_of_strangers_are_warned_of(product: Door) -> None:
    key, browser = record_id(product, INSIDE), product.logged_in("li")
    with product.system.reading(product.system.actor("li")) as session:
        employee = session.scalars(select(Employee).where(Employee.number == OUTSIDE)).one()
        identity = session.scalars(select(Identity).where(Identity.employee_id == employee.id)).first()
        assert identity is not None
        own = ID_NUMBER.open(product.system.keyring, employee.uid, identity.id_number_cipher)
    upload(browser, key, "own.txt", f"{own}".encode())
    assert "tone-warning" not in browser.get(f"/staff/employee/{INSIDE}").text
    upload(browser, key, "list.txt", f"{own}\n{STRANGER}".encode())
    page = browser.get(f"/staff/employee/{INSIDE}").text
    assert f"{STRANGER[:3]}***********{STRANGER[-4:]}" in page
    assert STRANGER not in page
    assert own not in page
