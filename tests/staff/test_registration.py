"""The registration form: what it says, who gets it, and that it is a page of A4 with nothing hidden cut off."""

import re
import subprocess
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from app import create_app
from app.core import access, clock
from app.core.errors import AccessDenied, NotFound
from app.core.i18n import use_language
from app.core.settings import change_setting
from app.core.system import System
from app.staff.models import Employee
from app.staff.reports import draw_registration, registration_form, secret_of
from tests.core.login.door import Door
from tests.staff.house import KUNSHAN, add_user, as_user

ON = date(2026, 10, 15)


def key_of(system: System, number: str) -> int:
    with system.reading(access.operator()) as session:
        return session.scalars(select(Employee.id).where(Employee.number == number)).one()


def printed(content: bytes, folder: Path) -> str:
    """The text of a PDF as it stands on the page."""
    (folder / "form.pdf").write_bytes(content)
    words = ["pdftotext", "-layout", str(folder / "form.pdf"), "-"]
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=True).stdout


def test_the_form_says_who_she_is_and_hides_the_middle_of_her_number(system: System, tmp_path: Path) -> None:
    add_user(system, "hq", "hr")
    with as_user(system, "hq", writing=True) as session, use_language("en"):
        employee = session.scalars(select(Employee).where(Employee.number == "ZQ0001")).one()
        number = secret_of(session, employee, "id_number", ON)
        drawn = draw_registration(session, employee.id)
        form = registration_form(session, "ZQ0001", ON)
    text = printed(drawn.content, tmp_path)
    assert (drawn.media_type, drawn.file_name.endswith(f"-ZQ0001-{form.name}.pdf")) == ("application/pdf", True)
    assert form.name in text
    assert len(number) == 18
    assert number not in text
    assert number not in re.sub(r"\s", "", text)
    assert f"{number[:3]}***********{number[-4:]}" in text
    for label, _seal in form.signatures:
        assert label.split()[-1] in text
    for one in form.lists:
        for row in one.rows:
            assert all(word in text for value in row[:2] for word in value.split())
    sizes = subprocess.run(["pdfinfo", str(tmp_path / "form.pdf")], capture_output=True, text=True, timeout=60)
    assert re.search(r"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", sizes.stdout)
    assert re.search(r"Pages:\s+1\b", sizes.stdout)


def test_the_organisations_name_stands_on_it_once_it_is_set(system: System) -> None:
    add_user(system, "head", "hr_head")
    with as_user(system, "head", writing=True) as session:
        before = registration_form(session, "ZQ0001", ON).organisation
        change_setting(session, "organisation.name", "澄湖市自强服务总社")
        assert registration_form(session, "ZQ0001", ON).organisation == "澄湖市自强服务总社"
    assert before not in ("", "澄湖市自强服务总社")


def test_the_career_has_a_line_for_every_change(system: System) -> None:
    add_user(system, "hq", "hr")
    with as_user(system, "hq") as session:
        for number in session.scalars(select(Employee.number).order_by(Employee.number)):
            lines = [row for row in registration_form(session, number, ON).lists[0].rows if row[0]]
            assert [row[0] for row in lines] == sorted({row[0] for row in lines})
            for row, following in pairwise(lines):
                gap = date.fromisoformat(following[0]) - date.fromisoformat(row[1])
                assert gap.days == 1


def test_only_who_may_read_her_personal_details_gets_it(system: System) -> None:
    add_user(system, "kunshan", "branch", KUNSHAN)
    add_user(system, "money", "finance")
    outside, inside = key_of(system, "ZQ0001"), key_of(system, "ZQ0010")
    with as_user(system, "kunshan") as session:
        assert draw_registration(session, inside).content.startswith(b"%PDF")
        with pytest.raises(NotFound):
            draw_registration(session, outside)
    with as_user(system, "money") as session, pytest.raises(AccessDenied):
        draw_registration(session, inside)


def test_it_is_on_the_page_and_giving_it_out_is_logged(system: System) -> None:
    door = Door(system, create_app(system))
    door.add_user("li", "hr")
    door.add_user("money", "finance")
    key = key_of(system, "ZQ0001")
    path = f"/documents/staff.employee/registration/{key}"
    browser = door.logged_in("li")
    assert f'href="{path}"' in browser.get("/staff/employee/ZQ0001").text
    sent = browser.get(path)
    assert sent.data.startswith(b"%PDF")
    assert sent.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    (entry,) = door.log("document.draw")
    assert (entry.kind, entry.object_key, entry.actor) == ("export", str(key), "li")
    assert browser.get("/documents/staff.employee/nothing/1").status_code == 404
    assert browser.get("/documents/staff.employee/registration/999999").status_code == 404
    stranger = door.logged_in("money")
    assert "/documents/" not in stranger.get("/staff/employee/ZQ0001").text
    assert stranger.get(path).status_code == 403
    assert clock.today() == ON
