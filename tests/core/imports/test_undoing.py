"""Undoing an applied import: what it brought goes, what it replaced is known again, history stays; or it is refused."""

from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from sqlalchemy import select

from app.core import access, clock
from app.core.exports import canonical_data
from app.payroll import services as payroll
from app.payroll.models import MonthGrade
from app.payroll.services.entering import EntryCell
from app.staff.models import Employee, Grading, StaffToday
from tests.core.imports.test_wizard import COLUMNS, checked, csv_bytes, newest, upload
from tests.web_house import MONTH, Web, calculate

NUMBER = "ZQ0001"


def with_grade(cases: Path, grade: str) -> bytes:
    """The month's inputs of case-small with another grade for everybody listed."""
    book = load_workbook(cases / "case-small" / "monthly-inputs.xlsx")
    page = book["月度考核"]
    header = next(row for row in page.iter_rows() if "等次" in [cell.value for cell in row])
    column = next(cell.column for cell in header if cell.value == "等次")
    for row in range(header[0].row + 1, page.max_row + 1):
        if page.cell(row, column).value:
            page.cell(row, column, grade)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def apply(web: Web, login: str, kind: str, content: bytes, name: str) -> int:
    """Upload and apply a file; the number of its import."""
    job, _page = checked(web, login, upload(web, login, kind, content, name))
    assert newest(web).state == "checked"
    checked(web, login, web.as_(login).post(f"/imports/apply/{job}"))
    assert newest(web).state == "applied"
    return newest(web).id


def grades(web: Web) -> list[tuple[int, str]]:
    with web.system.reading(access.operator()) as session:
        known = select(MonthGrade.employee_id, MonthGrade.grade).where(MonthGrade.known_to.is_(None))
        return sorted((employee, grade) for employee, grade in session.execute(known))


def steps_of(web: Web, number: str) -> list[tuple[date, int]]:
    with web.system.reading(access.operator()) as session:
        known = select(Grading.start, Grading.step).join(Employee, Employee.id == Grading.employee_id)
        known = known.where(Employee.number == number, Grading.known_to.is_(None))
        return sorted((start, step) for start, step in session.execute(known))


def test_monthly_inputs_are_taken_back_and_what_was_believed_stays(web: Web, cases: Path) -> None:
    before = grades(web)
    assert {grade for _employee, grade in before} != {"基本合格"}
    number = apply(web, "finance", "monthly-inputs", with_grade(cases, "基本合格"), "录入.xlsx")
    assert {grade for _employee, grade in grades(web)} == {"基本合格"}
    answer = web.as_("finance").post(f"/import/{number}/undo")
    assert answer.status_code == 303, answer.text
    assert newest(web).state == "undone"
    assert newest(web).undone_by == "finance"
    assert grades(web) == before
    with web.system.reading(access.operator()) as session:
        assert session.scalars(select(MonthGrade.id).where(MonthGrade.grade == "基本合格")).all()
        past = select(MonthGrade).where(MonthGrade.known_to.is_not(None), MonthGrade.grade != "基本合格")
        assert session.scalars(past).all(), "what was known before the import is not reopened in place"
    assert web.as_("finance").post(f"/import/{number}/undo").status_code == 409


def test_an_undo_is_refused_where_somebody_wrote_later(web: Web, cases: Path) -> None:
    number = apply(web, "finance", "monthly-inputs", with_grade(cases, "基本合格"), "录入.xlsx")
    with web.system.writing(access.operator()) as session:
        row = session.scalars(select(MonthGrade).order_by(MonthGrade.id.desc()).limit(1)).one()
        person = session.scalars(select(Employee.number).where(Employee.id == row.employee_id)).one()
        cell = EntryCell(row.employee_id, "grade", "优秀", str(row.id))
        assert payroll.enter(session, MONTH, [cell]) == ()
    after = grades(web)
    answer = web.as_("finance").post(f"/import/{number}/undo")
    assert answer.status_code == 200
    assert person in answer.text
    assert grades(web) == after
    assert newest(web).state == "applied"


def test_an_undo_is_refused_once_a_run_that_counted_with_it_is_approved(web: Web, cases: Path) -> None:
    number = apply(web, "finance", "monthly-inputs", with_grade(cases, "基本合格"), "录入.xlsx")
    calculate(web.system, "finance")
    with web.system.writing(web.system.actor("finance_head")) as session:
        payroll.approve_run(session, MONTH)
    before = grades(web)
    answer = web.as_("finance").post(f"/import/{number}/undo")
    assert answer.status_code == 200
    assert str(MONTH) in answer.text
    assert grades(web) == before


def test_personnel_changes_are_taken_back(web: Web) -> None:
    with web.system.reading(access.operator()) as session:
        known = canonical_data(session, web.system.modules, False)
    before = steps_of(web, NUMBER)
    today = str(clock.today())
    rows = [list(COLUMNS), [NUMBER, today, "档次", "1" if before[-1][1] != 1 else "2", ""]]
    number = apply(web, "hr", "changes", csv_bytes(rows, "utf-8"), "调档.csv")
    assert steps_of(web, NUMBER) != before
    assert web.as_("finance").post(f"/import/{number}/undo").status_code == 404
    assert web.as_("hr").post(f"/import/{number}/undo").status_code == 303
    assert steps_of(web, NUMBER) == before
    with web.system.reading(access.operator()) as session:
        assert session.scalars(select(StaffToday.step).where(StaffToday.number == NUMBER)).one() == before[-1][1]
        assert canonical_data(session, web.system.modules, False) == known


def test_a_change_recorded_after_the_import_stands_in_its_way(web: Web) -> None:
    first = apply(
        web, "hr", "changes", csv_bytes([list(COLUMNS), [NUMBER, "2026-10-20", "档次", "1", ""]], "utf-8"), "a.csv"
    )
    apply(web, "hr", "changes", csv_bytes([list(COLUMNS), [NUMBER, "2026-10-25", "档次", "2", ""]], "utf-8"), "b.csv")
    before = steps_of(web, NUMBER)
    answer = web.as_("hr").post(f"/import/{first}/undo")
    assert answer.status_code == 200
    assert NUMBER in answer.text
    assert steps_of(web, NUMBER) == before


def test_a_roster_cannot_be_undone_and_offers_nothing(web: Web, cases: Path) -> None:
    content = (cases / "case-small" / "roster.xlsx").read_bytes()
    job, _page = checked(web, "hr", upload(web, "hr", "roster", content, "名册.xlsx"))
    number = newest(web).id
    assert web.as_("hr").post(f"/import/{number}/undo").status_code == 409
    assert f"/import/{number}/undo" not in web.as_("hr").get(f"/imports/result/{job}").text
