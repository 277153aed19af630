"""The administration's pages: users and the second person, sessions, rights explained, apps, logo, policy."""

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from app import create_app
from app.core import access, clock
from app.core.access import User
from app.core.jobs import run_waiting
from app.core.settings import put_setting
from app.core.settings.pictures import logo
from tests.staff.house import KUNSHAN, TODAY, staffed
from tests.web_house import PASSWORD, Web

HERS, FOREIGN = "ZQ0010", "ZQ0001"
"""Somebody in Kunshan, and somebody in Gusu."""
ENGLISH = {"headers": {"Accept-Language": "en"}}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, cases: Path) -> Iterator[Web]:
    """24 people, the three administrators, an HR clerk of Kunshan."""
    folder = tmp_path_factory.mktemp("administration")
    with ExitStack() as stack:
        stack.enter_context(clock.frozen(TODAY))
        url = f"sqlite:///{folder / 'z.db'}"
        system = stack.enter_context(staffed(folder / "data", url, cases / "case-small"))
        web = Web(system, create_app(system))
        for login in ("sysadmin", "secadmin", "auditadmin", "hr", "hr_head"):
            web.add_user(login, login)
        web.add_user("branch", "branch", KUNSHAN)
        web.add_user("worker", "employee", None, HERS)
        yield web


def user_id(web: Web, login: str) -> int:
    with web.system.reading(access.operator()) as session:
        return session.scalars(select(User.id).where(User.login == login)).one()


def new_user(web: Web, login: str, role: str, unit: str = "") -> str:
    """Made on the page; the one-time password it shows."""
    form = {"login": login, "subject": "", "role": role, "unit": unit, "start": TODAY.date().isoformat(), "end": ""}
    answer = web.as_("sysadmin").post("/users/new", **form)
    assert answer.status_code == 200, answer.text
    words = set(re.findall(r"[\w-]{16}", answer.text))
    found = [word for word in words if password_of(web, login, word)]
    assert len(found) == 1
    return found[0]


def password_of(web: Web, login: str, word: str) -> bool:
    from app.core.passwords import password_matches  # noqa: PLC0415

    with web.system.reading(access.operator()) as session:
        return password_matches(session.scalars(select(User.password_hash).where(User.login == login)).one(), word)


def test_a_new_user_has_a_password_for_once_and_nothing_before_she_changes_it(web: Web) -> None:
    password = new_user(web, "ming", "branch", KUNSHAN)
    assert password not in web.as_("sysadmin").get(f"/user/{user_id(web, 'ming')}/").text
    browser = web.stranger()
    page = browser.get("/login").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    browser.client.post("/login", data={"login": "ming", "password": password, "csrf_token": token[1]})
    assert browser.get("/staff/employees/").headers["Location"] == "/account/password"


def test_what_was_typed_wrong_comes_back_and_nobody_was_made(web: Web) -> None:
    form = {"login": "otto", "role": "auditor", "unit": "", "start": "2026-10-15", "end": ""}
    answer = web.as_("sysadmin").post("/users/new", **form)
    assert (answer.status_code, 'value="otto"' in answer.text) == (422, True)
    for wrong in ({"unit": "NOWHERE"}, {"start": "soon"}, {"login": "hr"}, {"role": "king"}):
        assert web.as_("sysadmin").post("/users/new", **{**form, **wrong}).status_code == 422, wrong
    assert "otto" not in web.as_("sysadmin").get("/users/").text


def test_the_list_says_roles_with_their_places(web: Web) -> None:
    page = web.as_("sysadmin").get("/users/?q=branch", **ENGLISH).text
    assert "Branch HR · 昆山市自强服务社" in page
    assert web.as_("hr").get("/users/").status_code == 403


def test_units_are_found_by_code_and_by_name_at_any_depth(web: Web) -> None:
    found = web.as_("sysadmin").get("/users/units?q=昆山").json
    assert {one["value"] for one in found} >= {KUNSHAN}
    assert all("昆山" in one["label"] for one in found)
    deeper = [one for one in found if " / " in one["label"]]
    assert deeper


def test_a_privileged_role_waits_until_the_second_person_approves(web: Web) -> None:
    new_user(web, "chief", "finance_head")
    where = f"/user/{user_id(web, 'chief')}/"
    assert (
        "等待" in web.as_("sysadmin").get("/users/").text
        or "wait" in web.as_("sysadmin").get("/users/", **ENGLISH).text
    )
    assert "/roles/requests/" not in web.as_("sysadmin").get("/roles/").text
    found = re.search(r"/roles/requests/\d+", web.as_("secadmin").get("/roles/").text)
    assert found
    assert web.as_("sysadmin").post(found[0], decision="approve").status_code == 403
    assert web.as_("secadmin").post(found[0], decision="approve").status_code == 303
    assert web.as_("secadmin").post(found[0], decision="approve").status_code == 409
    assert web.system.actor("chief").roles == {"finance_head"}
    assert "Head of finance" in web.as_("sysadmin").get(where, **ENGLISH).text


def test_a_disabled_user_is_out_at_once(web: Web) -> None:
    web.add_user("leaver", "branch", KUNSHAN)
    browser = web.as_("leaver")
    assert browser.get("/staff/employees/").status_code == 200
    where = f"/user/{user_id(web, 'leaver')}"
    assert web.as_("sysadmin").post(f"{where}/active", active="0").status_code == 303
    assert browser.get("/staff/employees/").headers["Location"].startswith("/login")
    web.as_("sysadmin").post(f"{where}/active", active="1")
    assert web.system.actor("leaver").login == "leaver"


def test_a_taken_role_ends_her_session(web: Web) -> None:
    web.add_user("mover", "branch", KUNSHAN)
    browser = web.as_("mover")
    number = user_id(web, "mover")
    found = re.search(rf"/user/{number}/roles/\d+/take", web.as_("sysadmin").get(f"/user/{number}/").text)
    assert found
    assert web.as_("sysadmin").get(found[0]).status_code == 200
    assert web.as_("sysadmin").post(found[0]).status_code == 303
    assert browser.get("/").headers["Location"].startswith("/login")
    assert web.system.actor("mover").roles == frozenset()


def test_resetting_gives_a_new_password_but_not_that_of_another_administrator(web: Web) -> None:
    web.add_user("forgetful", "branch", KUNSHAN)
    answer = web.as_("sysadmin").post(f"/user/{user_id(web, 'forgetful')}/reset")
    words = set(re.findall(r"[\w-]{16}", answer.text))
    assert any(password_of(web, "forgetful", word) for word in words)
    refused = web.as_("sysadmin").post(f"/user/{user_id(web, 'secadmin')}/reset")
    assert refused.status_code == 403
    assert password_of(web, "secadmin", PASSWORD)


def test_one_ends_ones_other_sessions_and_nobody_elses(web: Web) -> None:
    web.add_user("careful", "branch", KUNSHAN)
    here, there = web.as_("careful"), web.stranger()
    there.log_in("careful")
    page = here.get("/account/sessions/").text
    found = re.findall(r"/account/sessions/\d+/end", page)
    assert len(found) == 1  # not that of this browser
    assert web.as_("hr").get(found[0]).status_code == 404
    assert web.as_("hr").post(found[0]).status_code == 404
    assert here.get(found[0]).status_code == 200
    here.post(found[0])
    assert there.get("/").headers["Location"].startswith("/login")
    there.log_in("careful")
    assert here.post("/account/sessions/others").status_code == 303
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200


def explained(web: Web, by: str, login: str, permission: str, key: str = "") -> str:
    host = "staff.employee" if key else ""
    address = f"/access/?login={login}&permission={permission}&host={host}&key={key}"
    answer = web.as_(by).get(address, **ENGLISH)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(("login", "permission", "key", "allowed", "said"), [
    ("branch", "staff.read", HERS, True, "昆山市自强服务社 holds it, since 2026-10-15. The record lies there."),
    ("branch", "staff.read", FOREIGN, False, "The record does not lie there."),
    ("branch", "staff.write", HERS, False, "These roles do not hold it: Branch HR."),
    ("worker", "staff.read", HERS, True, "It is her own record."),
    ("worker", "staff.read", FOREIGN, False, "It is not her own record."),
    ("hr", "staff.write", FOREIGN, True, "HR over The whole organisation holds it"),
    ("hr", "staff.write", "", True, "HR over The whole organisation holds it"),
    ("hr", "core.user.manage", "", False, "Roles that hold it: System administrator."),
])  # fmt: skip
def test_a_right_is_explained_rule_by_rule(
    web: Web, login: str, permission: str, key: str, allowed: bool, said: str
) -> None:
    page = explained(web, "secadmin", login, permission, key)
    assert said in page
    assert (f"{login} may:" in page, f"{login} may not:" in page) == (allowed, not allowed)


def test_for_herself_a_foreign_record_and_none_read_alike(web: Web) -> None:
    """Nothing is told of a record one may not meet, not even whether it is there."""
    pages = (explained(web, "branch", "branch", "staff.read", key) for key in (FOREIGN, "ZQ9999"))
    foreign, none = (page.partition("<main")[2] for page in pages)
    assert foreign.replace(FOREIGN, "X") == none.replace("ZQ9999", "X")
    assert "姑苏" not in foreign
    assert "may:" in explained(web, "branch", "branch", "staff.read", HERS)


def test_nobody_but_the_administrators_asks_about_others(web: Web) -> None:
    page = explained(web, "hr", "secadmin", "staff.read")
    assert "hr may: " in page
    assert "secadmin may" not in page
    assert "There is no user nobody" in explained(web, "secadmin", "nobody", "staff.read")


def test_roles_say_what_they_open(web: Web) -> None:
    page = web.as_("auditadmin").get("/roles/branch", **ENGLISH).text
    assert "Read staff records" in page
    assert "昆山市自强服务社" in page
    assert "Own record only" in web.as_("auditadmin").get("/roles/employee", **ENGLISH).text
    assert web.as_("auditadmin").get("/roles/king").status_code == 404
    assert web.as_("hr").get("/roles/").status_code == 403


def test_roles_that_need_a_second_factor_open_nothing_before_there_is_one(web: Web) -> None:
    web.add_user("finance", "finance")
    with web.system.writing(access.operator()) as session:
        put_setting(session, "security.two_factor", "finance leader")
    try:
        browser = web.stranger()
        page = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/login").text)
        assert page
        form = {"login": "finance", "password": PASSWORD, "csrf_token": page[1]}
        assert browser.client.post("/login", data=form).status_code == 302
        assert browser.get("/").headers["Location"] == "/account/two-factor"
        assert browser.get("/account/two-factor").status_code == 200
        assert web.as_("hr").get("/").status_code == 200
    finally:
        with web.system.writing(access.operator()) as session:
            put_setting(session, "security.two_factor", "")
    assert browser.get("/").status_code == 200


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1600, 900), "#2a6f6a").save(out, form)
    return out.getvalue()


def send_logo(web: Web, login: str, content: bytes, name: str) -> int:
    browser = web.as_(login)
    form = {
        "organisation.name": "澄湖市自强服务总社", "organisation.short_name": "",
        "logo": (io.BytesIO(content), name), "csrf_token": browser.token,
    }  # fmt: skip
    return browser.client.post("/organisation/", data=form).status_code


def test_a_logo_is_drawn_anew_small_and_shown(web: Web) -> None:
    trailing = picture("PNG") + b"<script>alert(1)</script>"
    assert send_logo(web, "hr_head", trailing, "logo.png") == 303
    with web.system.reading(access.operator()) as session:
        kept = logo(session)
    assert kept is not None
    assert b"script" not in kept
    with Image.open(io.BytesIO(kept)) as drawn:
        assert (drawn.format, drawn.width <= 800, drawn.height <= 400) == ("PNG", True, True)
    assert "/organisation/logo.png" in web.as_("branch").get("/").text
    shown = web.as_("branch").get("/organisation/logo.png")
    assert (shown.mimetype, shown.data) == ("image/png", kept)
    assert send_logo(web, "hr_head", b"GIF89a nothing", "logo.png") == 422
    assert send_logo(web, "hr", picture("PNG"), "logo.png") == 403
    web.as_("hr_head").post("/organisation/", **{"organisation.name": "", "organisation.short_name": "", "remove": "1"})
    assert "/organisation/logo.png" not in web.as_("branch").get("/").text


def test_apps_say_what_they_add_and_what_would_go(web: Web) -> None:
    page = web.as_("sysadmin").get("/apps/staff", **ENGLISH).text
    assert "Payroll" in page  # needs it
    assert "Employees" in page
    assert (
        "Module staff can&#39;t be uninstalled: payroll need it."
        in web.as_("sysadmin").get("/apps/staff/uninstall", **ENGLISH).text
    )
    farewell = web.as_("sysadmin").get("/apps/payroll/uninstall", **ENGLISH).text
    assert "payroll_runs" in farewell
    assert web.as_("sysadmin").post("/apps/payroll/uninstall", confirm="pay").status_code == 422
    assert web.as_("sysadmin").post("/apps/nothing/install").status_code == 404
    assert web.as_("secadmin").get("/apps/").status_code == 403


def test_a_module_goes_and_comes_back_by_jobs(web: Web) -> None:
    for path, form in (("/apps/payroll/uninstall", {"confirm": "payroll"}), ("/apps/payroll/install", {})):
        answer = web.as_("sysadmin").post(path, **form)
        assert answer.status_code == 303, answer.text
        assert run_waiting(web.system) == 1
        job = web.as_("sysadmin").get(answer.headers["Location"], **ENGLISH).text
        assert "payroll" in job
        assert 'data-state="done"' in job
    assert {module.name for module in web.system.modules} == {"staff", "payroll"}
    assert web.system.is_outdated  # a server of its own would start afresh


def test_a_switch_turns_an_advanced_function_on(web: Web) -> None:
    employee = f"/staff/employee/{HERS}"
    assert 'name="day"' not in web.as_("hr").get(employee).text
    assert 'name="day"' in web.as_("hr").get(f"{employee}?day=2026-10-01").text
    assert web.as_("secadmin").post("/apps/staff/switch/as_at", on="1").status_code == 403
    assert web.as_("sysadmin").post("/apps/staff/switch/nothing", on="1").status_code == 404
    assert web.as_("sysadmin").post("/apps/staff/switch/as_at", on="1").status_code == 303
    assert 'name="day"' in web.as_("hr").get(employee).text
    web.as_("sysadmin").post("/apps/staff/switch/as_at", on="")
    assert 'name="day"' not in web.as_("hr").get(employee).text


def test_the_work_calendar_is_entered_by_hr_and_read_by_all(web: Web) -> None:
    assert web.as_("branch").get("/workcalendar/?year=2026").status_code == 200
    page = web.as_("hr").get("/workcalendar/?year=2026", **ENGLISH).text
    assert "16 working days" in page  # February
    form = {"first": "2026-11-02", "last": "2026-11-02", "kind": "off", "name": "校庆"}
    assert web.as_("branch").post("/workcalendar/days", **form).status_code == 403
    assert web.as_("hr").post("/workcalendar/days", **form).status_code == 303
    assert "校庆" in web.as_("branch").get("/workcalendar/?year=2026").text
    assert web.as_("hr").post("/workcalendar/days", **{**form, "last": "2025-01-01"}).status_code == 422
    notice = {"year": "2027", "document": "国办发明电〔2026〕9号", "text": "元旦：1月1日至3日放假，1月4日上班。"}
    preview = web.as_("hr").post("/workcalendar/notice", **notice)
    assert (preview.status_code, "元旦" in preview.text) == (200, True)
    assert "国办发明电" not in web.as_("hr").get("/workcalendar/?year=2027").text
    assert web.as_("hr").post("/workcalendar/notice", **notice, apply="1").status_code == 303
    assert "国办发明电" in web.as_("hr").get("/workcalendar/?year=2027").text
