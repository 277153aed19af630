"""Records in the browser's eyes: side stream, bell, walking within a list, what a change will do, stale saves."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import pytest
from PIL import Image
from sqlalchemy import func, select

from app.core import access, clock
from app.core.activities import Activity, Note, Planned, plan, strike_note, write_note
from app.core.attachments import attach, attachments_of, checked
from app.core.audit import AuditEntry
from app.core.identifiers import resident_id_check
from app.payroll.models import PayRun
from app.staff.models import Employment, StaffToday
from tests.staff.house import TODAY
from tests.web_house import Browser, Web, whole_organisation

HERS, FOREIGN, OWN = "ZQ0010", "ZQ0001", "ZQ0006"
"""Somebody in Kunshan, somebody in Gusu, and the person of the login employee-kunshan."""

HOST, RUN = "staff.employee", "payroll.run"
STRANGER = "11010119900307123" + resident_id_check("11010119900307123")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cases: Path) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("records")
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'z.db'}"
        if request.param == "postgresql":
            url = stack.enter_context(request.getfixturevalue("postgres_server").database())
        stack.enter_context(clock.frozen(TODAY))
        yield stack.enter_context(whole_organisation(folder / "data", url, cases / "case-small"))


def key(web: Web, number: str) -> int:
    with web.system.reading(access.operator()) as session:
        return session.scalars(select(StaffToday.employee_id).where(StaffToday.number == number)).one()


def run_id(web: Web) -> int:
    with web.system.reading(access.operator()) as session:
        return session.scalars(select(PayRun.id)).one()


def page(browser: Browser, path: str, status: int = 200) -> str:
    answer = browser.get(path, headers=ENGLISH)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def words(text: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


# The side stream --------------------------------------------------------------------------------------------------


def test_notes_and_activities_stand_beside_the_record_for_those_who_may(web: Web) -> None:
    hers = key(web, OWN)
    hr = web.as_("hr")
    assert hr.post(f"/stream/{HOST}/{hers}/note", text="wants to sit the exam").status_code == 303
    planned = {"kind": "call", "summary": "ask about the exam", "due": "2026-10-12", "assignee": "branch-kunshan"}
    assert hr.post(f"/stream/{HOST}/{hers}/activity", **planned).status_code == 303
    for login in ("hr", "branch-kunshan"):
        text = words(page(web.as_(login), f"/staff/employee/{OWN}"))
        assert "wants to sit the exam" in text
        assert "ask about the exam" in text
        assert "2026-10-12 · 3 days overdue" in text
    for login in ("employee-kunshan", "finance", "trainer"):
        text = page(web.as_(login), f"/staff/employee/{OWN}")
        assert "exam" not in text, login


def test_a_note_with_an_id_number_of_a_stranger_is_confirmed_first(web: Web) -> None:
    path = f"/stream/{HOST}/{key(web, HERS)}/note"
    answer = web.as_("hr").post(path, text=f"see {STRANGER}", next=f"/staff/employee/{HERS}?tab=career")
    assert answer.status_code == 422
    assert f"see {STRANGER}" in answer.text
    assert 'name="confirmed"' in answer.text
    with web.system.reading(access.operator()) as session:
        assert session.scalar(select(func.count(Note.id)).where(Note.text.contains(STRANGER))) == 0
    again = {"text": f"see {STRANGER}", "confirmed": "1", "next": f"/staff/employee/{HERS}?tab=career"}
    answer = web.as_("hr").post(path, **again)
    assert (answer.status_code, answer.location) == (303, f"/staff/employee/{HERS}?tab=career")


def test_a_struck_note_stays_with_the_reason(web: Web) -> None:
    with web.system.writing(web.system.actor("hr")) as session:
        note = write_note(session, HOST, key(web, HERS), "said of the wrong person").id
        strike_note(session, note, "another Zhang")
    text = page(web.as_("hr"), f"/staff/employee/{HERS}")
    assert '<p class="note struck">said of the wrong person</p>' in text
    assert "Struck out by hr on 2026-10-15: another Zhang" in text


def test_files_stand_in_the_stream_and_pictures_have_a_logged_preview(web: Web) -> None:
    out = BytesIO()
    Image.new("RGB", (1600, 800), "teal").save(out, "PNG")
    with web.system.writing(web.system.actor("hr")) as session:
        picture, _strange = attach(session, HOST, key(web, HERS), checked("diploma.png", out.getvalue()))
        note, _strange = attach(session, HOST, key(web, HERS), checked("plan.txt", b"plan"))
    hr = web.as_("hr")
    text = page(hr, f"/staff/employee/{HERS}")
    assert f"/attachments/file/{picture.uid}/preview" in text
    assert f"/attachments/file/{note.uid}/preview" not in text
    answer = hr.get(f"/attachments/file/{picture.uid}/preview")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert Image.open(BytesIO(answer.data)).size == (640, 320)
    assert hr.get(f"/attachments/file/{note.uid}/preview").status_code == 404
    with web.system.reading(access.operator()) as session:
        logged = select(func.count(AuditEntry.id)).where(AuditEntry.action == "attachment.preview")
        assert session.scalar(logged.where(AuditEntry.object_key == picture.uid)) == 1
        assert len(attachments_of(session, HOST, key(web, HERS))) >= 2


def test_the_run_tells_who_calculated_and_approved_it(web: Web) -> None:
    path = f"/payroll/runs/{run_id(web)}/"
    finance = web.as_("finance")
    assert finance.post(f"/stream/{RUN}/{run_id(web)}/note", text="paid late because of the bank").status_code == 303
    stream = words(page(finance, path).partition('class="stream"')[2])
    assert re.search(r"finance_head \d\d:\d\d Approved and sealed", stream)
    assert re.search(r"finance \d\d:\d\d Calculated: [\d,]+ payslips", stream)
    assert "paid late because of the bank" in stream
    local = words(page(web.as_("finance-kunshan"), path))
    assert "Approved and sealed" in local
    assert "paid late" not in local
    assert web.as_("finance-kunshan").post(f"/stream/{RUN}/{run_id(web)}/note", text="x").status_code == 404
    assert web.as_("leader").post(f"/stream/{RUN}/{run_id(web)}/note", text="x").status_code == 403


# The bell ---------------------------------------------------------------------------------------------------------


def test_the_bell_counts_what_is_due_and_one_click_closes_it(web: Web) -> None:
    with web.system.writing(web.system.actor("hr")) as session:
        for day in (14, 15, 16):
            due = clock.today().replace(day=day)
            plan(session, HOST, key(web, HERS), Planned("todo", f"by the {day}th", due, "hr_head"))
    browser = web.as_("hr_head")
    assert 'aria-label="Jobs and reminders: 2"' in page(browser, "/")
    menu = page(browser, "/activities/?part=bell")
    assert [found for found in re.findall(r"by the (\d+)th</a>", menu)] == ["14", "15", "16"]
    assert page(browser, "/activities/").count('class="row-danger"') == 1
    with web.system.reading(access.operator()) as session:
        first = session.scalars(select(Activity.id).where(Activity.summary == "by the 14th")).one()
    answer = browser.post(f"/activity/{first}/done", next="/activities/")
    assert (answer.status_code, answer.location) == (303, "/activities/")
    assert 'aria-label="Jobs and reminders: 1"' in page(browser, "/")
    assert web.as_("branch-kunshan").post(f"/activity/{first}/done").status_code == 422
    assert browser.get(f"/activity/{first}").location == f"/staff/employee/{HERS}"


# Walking ----------------------------------------------------------------------------------------------------------


def links(text: str) -> list[str]:
    """The records that a list's page leads to."""
    return re.findall(r'href="(/staff/employee/[^"]+)"', text.partition("<tbody>")[2])


@pytest.mark.parametrize(("login", "people"), [("hr", 29), ("branch-kunshan", 15)])
def test_a_walk_meets_the_records_of_the_list_in_its_order(web: Web, login: str, people: int) -> None:
    browser = web.as_(login)
    listed = links(page(browser, "/staff/employees/?sort=-hired&size=20"))
    listed += links(page(browser, "/staff/employees/?sort=-hired&size=20&page=2")) if people > 20 else []
    assert len(listed) == people
    path, met = listed[0], []
    for place in range(1, people + 1):
        text = page(browser, path)
        met.append(path.partition("?")[0])
        assert f"<span>{place} / {people}</span>" in text
        assert 'href="/staff/employees/?sort=-hired&size=20"' in text
        found = re.search(r'href="([^"]+)"[^>]*rel="next"', text)
        assert (found is None) == (place == people)
        path = found[1] if found else ""
    assert met == [one.partition("?")[0] for one in listed]


def test_a_walk_needs_a_list_that_one_may_see(web: Web) -> None:
    browser = web.as_("hr")
    for came in ("/payroll/runs/", "/jobs/", "/no/such", "//evil.example/", "/staff/employees/?where=%7B", "/"):
        query = urlencode({"from": came, "at": "1"})
        text = page(browser, f"/staff/employee/{HERS}?{query}")
        assert 'rel="next"' not in text
        assert 'href="//evil' not in text
    gone = urlencode({"from": "/staff/employees/?q=nobodyatall", "at": "7"})
    assert 'rel="next"' not in page(browser, f"/staff/employee/{HERS}?{gone}")


def test_tabs_and_forms_keep_the_list_one_came_from(web: Web) -> None:
    came = urlencode({"from": "/staff/employees/?sort=name", "at": "3"}, safe="/:")
    number = links(page(web.as_("hr"), "/staff/employees/?sort=name"))[2].split("/")[3].partition("?")[0]
    text = page(web.as_("hr"), f"/staff/employee/{number}?{came}")
    assert re.search(rf'href="/staff/employee/{number}\?tab=career&[^"]*{re.escape(came)}"', text)
    assert f"/staff/facts/{number}/post?{came}" in text
    form = page(web.as_("hr"), f"/staff/facts/{number}/post?{came}")
    assert f'action="/staff/facts/{number}/post?{came}"' in form


# Changes ----------------------------------------------------------------------------------------------------------


def preview(web: Web, path: str, form: dict[str, str]) -> str:
    """What a form says it would change."""
    hr = web.as_("hr")
    answer = hr.client.post(f"{path}/preview", data={**form, "csrf_token": hr.token}, headers=ENGLISH)
    assert answer.status_code == 200
    return words(answer.text)


def test_a_form_says_what_it_will_change_before_it_is_saved(web: Web) -> None:
    path = f"/staff/facts/{FOREIGN}/grading"
    text = page(web.as_("hr"), path)
    level = re.search(r'<select[^>]*name="level_id".*?<option value="(\d+)" selected', text, re.S)
    step = re.search(r'name="step"[^>]*value="(\d+)"', text)
    assert level
    assert step
    form = {"level_id": level[1], "step": step[1], "start": "2027-01-01", "mode": "change", "document": "x"}
    assert "Nothing differs" in preview(web, path, form)
    higher = {**form, "step": str(int(step[1]) + 1)}
    shown = preview(web, path, higher)
    assert f"Step: {step[1]} → changed to {higher['step']}" in shown
    assert "A change: from 2027-01-01 on" in shown
    assert "approved already" not in shown
    earlier = preview(web, path, {**higher, "start": "2026-09-01", "mode": "correction"})
    assert "A correction: it is as if it had been so from 2026-09-01 on." in earlier
    assert "approved already: 2026-10." in earlier
    with web.system.reading(access.operator()) as session:
        assert session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.action == "fact.correct")) == 0


def test_leaving_is_a_form_of_its_own(web: Web) -> None:
    hr = web.as_("hr")
    text = page(hr, f"/staff/leaving/{HERS}")
    assert "<h1>Leaving</h1>" in text
    assert "Last working day" in text
    version = re.search(r'name="row_version" value="([^"]+)"', text)
    assert version
    typed = {"end": "2026-12-31", "document": "2026-88", "note": "moves away", "row_version": version[1]}
    assert hr.post(f"/staff/leaving/{HERS}", **{**typed, "note": ""}).status_code == 422
    with clock.frozen(TODAY + timedelta(minutes=1)):
        assert hr.post(f"/staff/leaving/{HERS}", **typed).status_code == 303
    with web.system.reading(access.operator()) as session:
        known = select(Employment.end).where(Employment.employee_id == key(web, HERS), Employment.known_to.is_(None))
        assert [str(end) for end in session.scalars(known)] == ["2026-12-31"]
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert (entry.action, entry.object_key) == ("fact.change", HERS)
    stream = words(page(hr, f"/staff/employee/{HERS}"))
    assert "Last working day open → changed to 2026-12-31" in stream
    answer = hr.client.post(
        f"/staff/leaving/{HERS}", data={**typed, "end": "2026-11-30", "csrf_token": hr.token}, headers=ENGLISH
    )
    assert answer.status_code == 409
    assert "2026-12-31" in words(answer.text)
    assert "2026-11-30" in words(answer.text)


def test_settings_keep_what_somebody_else_changed_meanwhile(web: Web) -> None:
    admin, other = web.as_("hr_head"), web.as_("sysadmin")
    text = page(admin, "/settings/")
    seen = dict(re.findall(r'name="seen:([^"]+)" value="([^"]*)"', text))
    name, short = sorted(one for one in seen if "organisation" in one and "name" in one)[:2]
    typed = {**seen, **{f"seen:{one}": value for one, value in seen.items()}}
    theirs = {**typed, name: "Theirs"}
    assert other.post("/settings/", **theirs).status_code == 303
    assert admin.post("/settings/", **{**typed, short: "Ours"}).status_code == 303
    assert [
        re.findall(rf'name="seen:{re.escape(one)}" value="([^"]*)"', page(admin, "/settings/")) for one in (name, short)
    ] == [["Theirs"], ["Ours"]]
    answer = admin.client.post("/settings/", data={**typed, name: "Mine", "csrf_token": admin.token}, headers=ENGLISH)
    assert answer.status_code == 409
    assert "sysadmin saved this" in words(answer.text)
    assert "Theirs" in answer.text
    assert "Mine" in answer.text


def test_a_unit_changed_meanwhile_shows_both_versions(web: Web) -> None:
    hr = web.as_("hr")
    with web.system.reading(access.operator()) as session:
        unit = access.node_coded(session, "F04").id
    text = page(hr, f"/staff/units/{unit}")
    fields = dict(re.findall(r'name="(row_version|name|start)"[^>]*value="([^"]*)"', text))
    parent = re.search(r'name="parent_id".*?<option value="(\d+)" selected', text, re.S)
    assert parent
    typed = {**fields, "parent_id": parent[1], "legal_entity_id": "0", "document": "2026-1"}
    assert hr.post(f"/staff/units/{unit}", **{**typed, "name": "First"}).status_code == 303
    answer = hr.post(f"/staff/units/{unit}", **{**typed, "name": "Second"})
    assert answer.status_code == 409
    assert "First" in answer.text
    assert "Second" in answer.text
    newest = re.search(r'name="row_version" value="([^"]+)"', answer.text)
    assert newest
    saved = hr.post(f"/staff/units/{unit}", **{**typed, "name": "Second", "row_version": newest[1]})
    assert saved.status_code == 303


# Buttons and words ------------------------------------------------------------------------------------------------


def smart(text: str) -> dict[str, str]:
    """The smart buttons of a record's page."""
    bar = re.search(r'<nav class="smart".*?</nav>', text, re.S)
    return dict(re.findall(r"<span>([^<]+)</span><b>([\d,]+)</b>", bar[0])) if bar else {}


def test_smart_buttons_count_what_one_may_see_of_this_record(web: Web) -> None:
    assert smart(page(web.as_("finance"), f"/staff/employee/{FOREIGN}"))["Payslips"] == "1"
    assert "Payslips" not in smart(page(web.as_("hr"), f"/staff/employee/{FOREIGN}"))
    assert "Activities" not in smart(page(web.as_("finance"), f"/staff/employee/{FOREIGN}"))
    own = smart(page(web.as_("employee-kunshan"), f"/staff/employee/{OWN}"))
    assert own["Payslips"] == "1"
    assert "Activities" not in own
    with web.system.reading(access.operator()) as session:
        employee = session.scalars(select(StaffToday.employee_id).where(StaffToday.number == OWN)).one()
    assert "2026-10" in page(web.as_("employee-kunshan"), f"/payroll/people/{employee}/slips")
    assert web.as_("employee-kunshan").get(f"/payroll/people/{key(web, FOREIGN)}/slips").status_code == 404


def test_a_refusal_names_the_permission_in_words(web: Web) -> None:
    text = words(page(web.as_("hr"), "/payroll/runs/", 403))
    assert "“Read pay runs and sheets”" in text
    assert "payroll.run.read" not in text
