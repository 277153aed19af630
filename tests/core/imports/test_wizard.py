"""The import wizard through the web: upload, match columns, see the differences, fix in the browser, apply, history."""

import csv
import io
import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core import access
from app.core.audit import AuditEntry
from app.core.imports.adjusting import Adjustments, Matched, adjusted, keep_adjustments, kept_adjustments
from app.core.imports.container import Format
from app.core.imports.tables import Import, ImportLayout
from app.core.imports.workbook import Sheet, Workbook
from app.core.jobs import run_waiting
from app.staff.models import Contact, Employee
from tests.web_house import Web

COLUMNS = ("工号", "变动日期", "字段", "新值", "依据文号")
CHANGES = [["ZQ0001", "2026-10-05", "档次", "2", "自强〔2026〕9号"]]


def csv_bytes(rows: list[list[str]], encoding: str) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def roster_rows(cases: Path) -> list[list[Any]]:
    """The roster of case-small as rows of texts, from its header on."""
    book = load_workbook(cases / "case-small" / "roster.xlsx")
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]  # type: ignore[union-attr]
    header = next(index for index, row in enumerate(rows) if "工号" in row)
    return [["" if cell is None else str(cell).replace(" 00:00:00", "") for cell in row] for row in rows[header:]]


def upload(web: Web, login: str, kind: str, content: bytes, name: str, month: str = "2026-10") -> TestResponse:
    browser = web.as_(login)
    form = {"month": month, "file": (BytesIO(content), name), "csrf_token": browser.token}
    return browser.client.post(f"/imports/{kind}", data=form, content_type="multipart/form-data")


def checked(web: Web, login: str, answer: TestResponse) -> tuple[int, TestResponse]:
    """Run the job an answer leads to; its number, and the page of its result."""
    assert answer.status_code == 303, answer.text
    run_waiting(web.system)
    job = int(answer.location.rpartition("/")[2])
    return job, web.as_(login).get(f"/imports/result/{job}")


def newest(web: Web) -> Import:
    with web.system.reading(access.operator()) as session:
        row = session.scalars(select(Import).order_by(Import.id.desc())).first()
        assert row is not None
        session.expunge(row)
    return row


def select_names(page: str) -> list[tuple[str, str]]:
    """The selects of a page: name and chosen value."""
    found = []
    for name, options in re.findall(r'<select class="form-select" name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found.append((name, chosen.group(1) if chosen else ""))
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_table_of_text_is_read_in_the_encodings_people_have(web: Web, encoding: str) -> None:
    content = csv_bytes([list(COLUMNS), *CHANGES], encoding)
    _job, page = checked(web, "hr", upload(web, "hr", "changes", content, "十月变动.csv"))
    assert page.status_code == 200
    assert "十月变动.csv" in page.text
    assert newest(web).state == "checked"
    assert newest(web).created + newest(web).updated == 1


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"%PDF-1.7", "a.xlsx", "这不是工作簿"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "打开密码",
        ),
        (b"x", "a.docx", ".csv"),
    ],
)
def test_what_is_no_workbook_is_refused_at_once(web: Web, content: bytes, name: str, said: str) -> None:
    answer = upload(web, "hr", "changes", content, name)
    assert answer.status_code == 422
    assert said in answer.text
    with web.system.reading(access.operator()) as session:
        assert session.scalars(select(Import)).all() == []


def test_unknown_headings_are_matched_once_and_remembered(web: Web) -> None:
    rows = [["员工代号", "从哪天起", "改什么", "改成", "随便"], ["ZQ0001", "2026-10-05", "档次", "2", "x"]]
    content = csv_bytes(rows, "gbk")
    _job, answer = checked(web, "hr", upload(web, "hr", "changes", content, "变动.csv"))
    assert answer.status_code == 303
    number = newest(web).id
    assert newest(web).state == "columns"
    page = web.as_("hr").get(answer.location).text
    for needed in ("工号", "变动日期"):
        assert needed in page
    assert "ZQ0001" in page
    names = [name for name, _chosen in select_names(page)]
    assert len(names) == 5
    short = web.as_("hr").post(f"/import/{number}/match", **{names[0]: "number", names[1]: "number"})
    assert short.status_code == 422
    assert "新值" in short.text
    chosen = dict(zip(names, ("number", "start", "field", "value", ""), strict=True))
    _job, page2 = checked(web, "hr", web.as_("hr").post(f"/import/{number}/match", **chosen))
    assert page2.status_code == 200
    assert newest(web).state == "checked"
    with web.system.reading(access.operator()) as session:
        kept = session.scalars(select(ImportLayout)).one()
        assert json.loads(kept.fields) == ["number", "start", "field", "value", ""]
        assert kept.saved_by == "hr"
        assert session.scalars(select(AuditEntry.action).where(AuditEntry.action == "import.match")).all()
    _job, again = checked(web, "hr", upload(web, "hr", "changes", content, "下月变动.csv"))
    assert again.status_code == 200, "the second file of this layout needs no matching"
    assert newest(web).state == "checked"


def test_likely_columns_are_chosen_already(web: Web, cases: Path) -> None:
    rows = roster_rows(cases)
    rows[0] = [{"身份证号": "身份证号(18位)码", "入社时间": "入社时间日"}.get(one, one) for one in rows[0]]
    _job, answer = checked(web, "hr", upload(web, "hr", "roster", csv_bytes(rows, "utf-8"), "名册.csv"))
    page = web.as_("hr").get(answer.location).text
    chosen = [field for _name, field in select_names(page)]
    assert chosen[rows[0].index("身份证号(18位)码")] == "id_number"
    assert chosen[rows[0].index("入社时间日")] == "hire_date"


def test_the_roster_shows_what_changes_cell_by_cell(web: Web, cases: Path) -> None:
    rows = roster_rows(cases)
    place = {name: position for position, name in enumerate(rows[0])}
    old_phone = rows[1][place["联系电话"]]
    rows[1][place["联系电话"]] = "13900001234"
    rows[1][place["毕业院校"]] = "南京大学"
    school = roster_rows(cases)[1][place["毕业院校"]]
    job, page = checked(web, "hr", upload(web, "hr", "roster", csv_bytes(rows, "utf-8"), "名册.csv"))
    assert newest(web).created == 0
    assert rows[1][place["工号"]] in page.text
    assert f"<del>{school}</del>" in page.text
    assert "<ins>南京大学</ins>" in page.text
    assert "<ins>139****1234</ins>" in page.text
    assert old_phone not in page.text
    unchanged = web.as_("hr").get(f"/imports/result/{job}?show=unchanged").text
    assert rows[2][place["工号"]] in unchanged
    assert "<del>" not in unchanged


def test_faulty_cells_are_set_right_in_the_browser_and_applied(web: Web, cases: Path) -> None:
    rows = roster_rows(cases)
    place = {name: position for position, name in enumerate(rows[0])}
    rows[3][place["工作站"]] = "没有这个站"
    rows[4][place["入社时间"]] = "去年"
    rows[3][place["联系电话"]] = "13911112222"
    job, _page = checked(web, "hr", upload(web, "hr", "roster", csv_bytes(rows, "gbk"), "名册.csv"))
    number = newest(web).id
    assert newest(web).state == "faulty"
    assert newest(web).errors == 2
    grid = web.as_("hr").get(f"/import/{number}/fix").text
    assert grid.count('aria-invalid="true"') == 2
    right = roster_rows(cases)
    cells = [
        {"row": "4", "column": str(place["工作站"]), "value": right[3][place["工作站"]], "version": ""},
        {"row": "5", "column": str(place["入社时间"]), "value": "昨天", "version": ""},
    ]
    form = {"sheet": re.search(r'name="sheet" value="([^"]+)"', grid).group(1), "version": str(job)}  # type: ignore[union-attr]
    saved = web.as_("hr").post(f"/import/{number}/fix", cells=json.dumps(cells), **form)
    assert saved.status_code == 200, saved.text
    run_waiting(web.system)
    assert newest(web).errors == 1
    job = newest(web).check_job or 0
    late = web.as_("hr").post(f"/import/{number}/fix", cells=json.dumps(cells), **form)
    assert late.json is not None
    assert "url" not in late.json
    assert late.json["message"]
    cells = [{**cells[1], "value": right[4][place["入社时间"]]}]
    web.as_("hr").post(f"/import/{number}/fix", cells=json.dumps(cells), **{**form, "version": str(job)})
    run_waiting(web.system)
    assert newest(web).state == "checked"
    job = newest(web).check_job or 0
    applied = web.as_("hr").post(f"/imports/apply/{job}")
    _job, done = checked(web, "hr", applied)
    assert newest(web).state == "applied"
    assert "已导入" in done.text or "Applied" in done.text
    with web.system.reading(access.operator()) as session:
        employee = session.scalars(select(Employee.id).where(Employee.number == rows[3][place["工号"]])).one()
        known = select(Contact.phone).where(Contact.employee_id == employee, Contact.known_to.is_(None))
        assert "13911112222" in session.scalars(known).all()
    assert web.as_("hr").post(f"/imports/apply/{job}").status_code == 409, "nothing is applied twice"


def test_others_meet_the_history_and_not_the_contents(web: Web) -> None:
    content = csv_bytes([list(COLUMNS), *CHANGES], "utf-8")
    job, _page = checked(web, "hr", upload(web, "hr", "changes", content, "十月变动.csv"))
    number = newest(web).id
    listed = web.as_("hr").get("/imports/history")
    assert "十月变动.csv" in listed.text
    for login in ("hr-kunshan", "finance", "employee", "auditor"):
        assert "十月变动.csv" not in web.as_(login).get("/imports/history").text, login
        for path in (f"/import/{number}/", f"/import/{number}/match", f"/import/{number}/fix"):
            assert web.as_(login).get(path).status_code == 404, (login, path)
        assert web.as_(login).get(f"/imports/result/{job}").status_code == 404
        assert web.as_(login).post(f"/imports/apply/{job}").status_code == 404
    boss = web.as_("hr_head").get(f"/import/{number}/")
    if boss.status_code == 200:
        assert "ZQ0001" not in boss.text


def test_every_kind_has_a_template_that_its_own_check_accepts(web: Web) -> None:
    codes = [kind.code for module in web.system.modules for kind in module.imports]
    assert len(codes) >= 6
    for code in codes:
        kind = web.system.import_kind(code)
        assert kind is not None
        login = "hr" if code in ("organisation", "roster", "changes") else "finance"
        answer = web.as_(login).get(f"/imports/{code}/template")
        assert answer.status_code == 200, code
        book = load_workbook(BytesIO(answer.data))
        for sheet in kind.sheets:
            page = book[sheet.title]
            assert [cell.value for cell in page[1]] == [column.header for column in sheet.columns]
            assert all(cell.comment for cell in page[1])
    roster = load_workbook(BytesIO(web.as_("hr").get("/imports/roster/template").data))
    assert any(one.type == "list" for one in roster["花名册"].data_validations.dataValidation)


def test_the_error_workbook_is_called_like_the_file(web: Web) -> None:
    content = csv_bytes([list(COLUMNS), ["ZQ0001", "昨天", "档次", "2", ""]], "utf-8")
    job, _page = checked(web, "hr", upload(web, "hr", "changes", content, "十月变动.csv"))
    answer = web.as_("hr").get(f"/jobs/{job}/files/errors.xlsx")
    assert answer.status_code == 200
    assert unquote(answer.headers["Content-Disposition"]).split("''")[1].startswith("十月变动")


def test_an_old_workbook_is_read(web: Web) -> None:
    content = (Path(__file__).parent / "changes.xls").read_bytes()
    _job, page = checked(web, "hr", upload(web, "hr", "changes", content, "变动.xls"))
    assert newest(web).state == "checked"
    assert "ZQ0001" in page.text
    assert "2026-10-05" in page.text


def test_a_filled_in_template_is_accepted(web: Web) -> None:
    book = load_workbook(BytesIO(web.as_("hr").get("/imports/changes/template").data))
    page = book["人员变动"]
    values = {"工号": "ZQ0001", "变动日期": "2026-10-05", "字段": "档次", "新值": "2"}
    for cell in page[1]:
        page.cell(2, cell.column, values.get(str(cell.value)))
    content = BytesIO()
    book.save(content)
    checked(web, "hr", upload(web, "hr", "changes", content.getvalue(), "模板.xlsx"))
    assert newest(web).state == "checked"
    assert newest(web).created + newest(web).updated == 1


def test_a_merged_cell_that_is_corrected_falls_apart() -> None:
    rows = [["工号", "姓名", "单位"], ["A1", "张三", "一队"], ["A2", "李四", ""], ["A3", "王五", ""]]
    sheet = Sheet("表", rows, (((1, 2), (3, 2)),), frozenset({(2, 1)}))
    given = Adjustments().with_cells("表", {(2, 2): "二队", (2, 1): "李司"})
    found = adjusted(Workbook(Format.XLSX, (sheet,)), given, ()).sheets[0]
    assert [row[2] for row in found.rows] == ["单位", "一队", "二队", "一队"]
    assert found.rows[2][1] == "李司"
    assert found.merged == ()
    assert found.formulas == frozenset()
    assert rows[2][2] == "", "the uploaded rows stay as they were"


def test_adjustments_are_kept_beside_the_file(tmp_path: Path) -> None:
    given = Adjustments({"表": Matched("花名册", 3, ("number", "", "name"))}).with_cells("表", {(4, 1): "甲"})
    keep_adjustments(tmp_path, given)
    assert kept_adjustments(tmp_path) == given
