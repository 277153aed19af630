"""The example in the browser: list, column, panel, document and menu, for those who may, in their part alone."""

import io
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, text

from app import create_app
from app.core import access, clock
from app.core.audit import AuditEntry
from app.core.i18n import use_catalogues
from app.core.modules import Module, PersonalData, contributed, discover
from app.core.system import System
from app.staff.models import StaffToday
from tests.staff.house import GUSU, KUNSHAN, TODAY, staffed
from tests.web_house import Web

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "examples" / "uniforms"))
MODULE: Module = import_module("ziqiang_uniforms.manifest").module
HERS, FOREIGN = "ZQ0010", "ZQ0001"
"""Somebody in Kunshan, and somebody in Gusu."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cases: Path) -> Iterator[Web]:
    """24 people, the module, and sizes of two of them that somebody typed."""
    folder = tmp_path_factory.mktemp("uniforms")
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'z.db'}"
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgres_server").database())
        stack.enter_context(clock.frozen(TODAY))
        stack.enter_context(staffed(folder / "data", url, cases / "case-small"))
        system = System(folder / "data", url, (*(one for one in discover() if one.name != MODULE.name), MODULE))
        stack.callback(system.database.close)
        stack.callback(use_catalogues, ())
        system.lifecycle.install(access.operator(), MODULE.name)
        web = Web(system, create_app(system))
        for login in ("hr", "hr_head", "finance", "sysadmin"):
            web.add_user(login, login)
        web.add_user("branch", "branch", KUNSHAN)
        for number in (HERS, FOREIGN):
            answer = web.as_("hr").post(form(web, number), jacket="XL", trousers="L", shoes="42")
            assert answer.status_code == 303, answer.text
        yield web


def key(web: Web, number: str) -> int:
    with web.system.reading(access.operator()) as session:
        return session.scalars(select(StaffToday.employee_id).where(StaffToday.number == number)).one()


def form(web: Web, number: str) -> str:
    return f"/panels/staff.employee/uniform/{key(web, number)}"


def document(web: Web, number: str) -> str:
    return f"/documents/staff.employee/uniform/{key(web, number)}"


def test_what_was_typed_is_in_panel_form_list_column_and_menu(web: Web) -> None:
    page = web.as_("hr").get(f"/staff/employee/{HERS}").text
    for said in ("服装尺码", "上衣", "XL", "2026-10-15", form(web, HERS), document(web, HERS), "服装尺码登记表"):
        assert said in page
    assert 'value="42"' in web.as_("hr").get(form(web, HERS)).text
    register = web.as_("hr").get("/uniforms/").text
    assert HERS in register
    assert FOREIGN in register
    assert HERS in web.as_("hr").get("/uniforms/?f.jacket=XL&f.shoes=42").text
    assert HERS not in web.as_("hr").get("/uniforms/?f.jacket=S").text
    assert "XL / L / 42" in web.as_("hr").get("/staff/employees/").text
    assert 'href="/uniforms/"' in web.as_("hr").get("/").text


def test_the_register_is_exported_as_shown(web: Web) -> None:
    answer = web.as_("hr").get("/uniforms/export.xlsx?sort=number")
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    body = [row for row in rows if row[1] in (HERS, FOREIGN)]
    assert [row[1:5] for row in body] == [(FOREIGN, "XL", "L", 42), (HERS, "XL", "L", 42)]


def test_what_is_wrong_comes_back_and_is_not_kept(web: Web) -> None:
    for typed in ({"jacket": "XXS", "trousers": "L", "shoes": "42"}, {"jacket": "L", "trousers": "L", "shoes": "50"}):
        assert web.as_("hr").post(form(web, HERS), **typed).status_code == 422
    assert "XL / L / 42" in web.as_("hr").get("/staff/employees/").text


def test_a_button_counts_the_sizes_for_those_who_may_read_them(web: Web) -> None:
    counted = "<span>服装尺码</span><b>1</b>"
    assert counted in web.as_("hr").get(f"/staff/employee/{HERS}").text
    assert counted in web.as_("branch").get(f"/staff/employee/{HERS}").text
    assert "<span>服装尺码</span>" not in web.as_("finance").get(f"/staff/employee/{HERS}").text


def test_sizes_saved_meanwhile_stand_beside_those_typed(web: Web) -> None:
    """The kernel tells from what the form was filled with; the module does nothing for it."""
    stale = "0" * 24
    answer = web.as_("hr").post(form(web, HERS), jacket="M", trousers="M", shoes="41", row_version=stale)
    assert answer.status_code == 409
    assert "<ins>M</ins>" in answer.text
    assert "<b>XL</b>" in answer.text
    assert "XL / L / 42" in web.as_("hr").get("/staff/employees/").text
    found = re.search(r'name="row_version" value="([0-9a-f]+)"', answer.text)
    assert found
    again = web.as_("hr").post(form(web, HERS), jacket="XL", trousers="L", shoes="42", row_version=found[1])
    assert again.status_code == 303


def test_one_who_may_only_read_changes_nothing(web: Web) -> None:
    browser = web.as_("hr_head")
    page = browser.get(f"/staff/employee/{HERS}").text
    assert "服装尺码" in page
    assert form(web, HERS) not in page
    assert browser.get("/uniforms/").status_code == 200
    assert browser.get(document(web, HERS)).status_code == 200
    assert browser.get(form(web, HERS)).status_code == 403
    assert browser.post(form(web, HERS), jacket="S", trousers="S", shoes="40").status_code == 403


@pytest.mark.parametrize("login", ["finance", "sysadmin"])
def test_one_without_the_permission_meets_none_of_it(web: Web, login: str) -> None:
    browser = web.as_(login)
    assert browser.get("/uniforms/").status_code == 403
    assert browser.get("/uniforms/export.csv").status_code == 403
    assert browser.get(document(web, HERS)).status_code == 403
    assert browser.get(form(web, HERS)).status_code == 403
    for path in ("/", "/staff/employees/", f"/staff/employee/{HERS}"):
        page = browser.get(path).text
        assert "服装尺码" not in page
        assert "XL / L / 42" not in page


def test_a_branch_meets_its_own_people_alone(web: Web) -> None:
    browser = web.as_("branch")
    for path in ("/uniforms/", "/uniforms/?q=ZQ00", "/uniforms/export.csv", "/staff/employees/"):
        page = browser.get(path).text
        assert HERS in page
        assert FOREIGN not in page
    assert browser.get(document(web, FOREIGN)).status_code == 404
    assert browser.get(form(web, FOREIGN)).status_code == 404
    assert browser.post(form(web, FOREIGN), jacket="S", trousers="S", shoes="40").status_code == 404
    assert browser.get(document(web, HERS)).status_code == 200
    assert browser.post(form(web, HERS), jacket="XL", trousers="L", shoes="42").status_code == 303
    with web.system.reading(access.operator()) as session:
        statement = text("SELECT employee_id, shoes FROM uniforms_sizes WHERE known_to IS NULL ORDER BY employee_id")
        rows = session.execute(statement).all()
    assert {tuple(row) for row in rows} == {(key(web, HERS), 42), (key(web, FOREIGN), 42)}


def test_the_document_is_a_pdf_and_logged(web: Web) -> None:
    answer = web.as_("hr").get(document(web, HERS))
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    with web.system.reading(access.operator()) as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action.in_(["document.draw", "uniforms.record"])))
        found = {(one.action, one.actor) for one in entries}
    assert {("document.draw", "hr"), ("uniforms.record", "hr")} <= found


def test_it_speaks_the_readers_language(web: Web) -> None:
    english = web.as_("hr").get("/uniforms/", headers={"Accept-Language": "en"}).text
    assert "Uniform sizes" in english
    assert "Trousers" in english
    chinese = web.as_("hr").get("/uniforms/", headers={"Accept-Language": "zh-CN"}).text
    assert "裤子" in chinese
    assert "起始日期" in chinese  # the product's own text
    assert "Trousers" not in chinese


def test_a_panel_asks_for_its_permission_over_that_very_person(web: Web) -> None:
    """Two roles over two branches: HR of Kunshan, who may also look at the people of Gusu, not at their sizes."""
    web.add_user("both", "branch", KUNSHAN)
    with web.system.writing(access.operator()) as session:
        user = session.scalars(select(access.User.id).where(access.User.login == "both")).one()
        gusu = access.node_coded(session, GUSU).id
        session.add(access.RoleAssignment(user_id=user, role="leader", node_id=gusu, start=clock.today()))
    both = web.as_("both")
    assert form(web, HERS) in both.get(f"/staff/employee/{HERS}").text
    page = both.get(f"/staff/employee/{FOREIGN}")
    assert page.status_code == 200
    assert "上衣" not in page.text
    assert both.get(form(web, FOREIGN)).status_code in (403, 404)
    answer = both.post(form(web, FOREIGN), jacket="S", trousers="S", shoes="36")
    assert answer.status_code in (403, 404)
    assert 'value="42"' in web.as_("hr").get(form(web, FOREIGN)).text


def test_who_wears_a_uniform_finds_her_sizes_on_her_own_page(web: Web) -> None:
    web.add_user("wearer", "employee", person=HERS)
    web.add_user("other", "employee", person="ZQ0012")
    page = web.as_("wearer").get("/my/?tab=more").text
    assert ">XL<" in page
    assert ">XL<" not in web.as_("other").get("/my/?tab=more").text
    assert "/my/?tab=more" in web.as_("wearer").get("/my/").text
    assert web.as_("wearer").get(form(web, HERS)).status_code in (403, 404)


def test_the_palette_offers_what_the_module_adds_to_those_who_may(web: Web) -> None:
    for login, urls in (("hr", {"/uniforms/"}), ("finance", set()), ("sysadmin", set())):
        found = web.as_(login).get("/suggest?q=chima").json
        assert {one["url"] for one in found or ()} == urls, login
    groups = {
        one["group"] for one in web.as_("hr").get("/suggest?q=chima", headers={"Accept-Language": "en"}).json or ()
    }
    assert groups == {"Pages", "Actions"}


def test_the_copy_of_her_data_holds_her_sizes(web: Web) -> None:
    web.add_user("wearer2", "employee", person=HERS)
    with web.system.reading(web.system.actor("wearer2")) as session:
        (mine,) = [one for _module, one in contributed(session, PersonalData) if one.name == "uniforms.sizes"]
        assert [row["Shoes"] for row in mine.rows(session, key(web, HERS))] == [42]
        assert mine.rows(session, key(web, FOREIGN)) == []
