"""Keeping forms on both databases: uploading, binding, versions by day, who may, and what they are filled with."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from app.core import access, clock
from app.core.audit.tables import AuditEntry
from app.core.errors import AccessDenied, NotFound, Stale
from app.core.system import System
from app.core.workbook_templates import keeping, looking
from app.core.workbook_templates.bindings import Bindings, Bound, SheetBindings
from app.core.workbook_templates.drawing import draw, preview
from app.core.workbook_templates.editing import with_cell, with_rows
from app.core.workbook_templates.errors import BindingWrong, DayTaken, NameTaken, NothingBound, VersionInUse
from app.core.workbook_templates.tables import WorkbookTemplateVersion
from app.staff.models import StaffToday
from tests.core.workbook_templates.forms import saved
from tests.staff.house import KUNSHAN, TODAY, add_user, as_user, staffed

ROSTER = "staff.roster"


@pytest.fixture
def system(database_url: str, data_dir: Path, cases: Path) -> Iterator[System]:
    with clock.frozen(TODAY), staffed(data_dir, database_url, cases / "case-small") as built:
        for login, role, unit in (
            ("hr", "hr", None),
            ("hr-kunshan", "hr", KUNSHAN),
            ("trainer", "trainer", None),
            ("finance", "finance", None),
        ):
            add_user(built, login, role, unit)
        yield built


def roster_form(title: str = "花名册") -> bytes:
    """A roster with headings that say what stands below them."""
    book = Workbook()
    sheet = book.active
    sheet.title = "名册"
    sheet.append([title])
    sheet.append(["填报单位：", None, None, "截止日期：", None])
    sheet.append(["序号", "姓名", "所属分社", "出生日期", "联系电话"])
    sheet.append([None, None, None, None, None])
    sheet["A5"], sheet["B5"] = "合计", "=COUNTA(B4:B4)"
    return saved(book)


def uploaded(system: System, name: str = "花名册", content: bytes | None = None) -> int:
    with as_user(system, "hr", writing=True) as session:
        version, strange = keeping.upload(session, ROSTER, name, f"{name}.xlsx", content or roster_form())
        assert strange == ()
        return version.id


def in_force(system: System, version_id: int, start: date) -> None:
    with as_user(system, "hr", writing=True) as session:
        keeping.put_in_force(session, version_id, start)


def drawn(system: System, login: str, version_id: int, on: date | None = None) -> Any:
    with system.reading(access.operator()) as session:
        template = session.get_one(WorkbookTemplateVersion, version_id).template_id
    with as_user(system, login) as session:
        found, kept = draw(session, ROSTER, template, 0, on, "")
    return load_workbook(BytesIO(found.content))["名册"], kept


def test_a_form_is_bound_by_its_labels(system: System) -> None:
    version_id = uploaded(system)
    with as_user(system, "hr") as session:
        bindings = Bindings.from_json(looking.version_kept(session, version_id).version.bindings)
    sheet = bindings.of("名册")
    assert {(one.cell, one.field) for one in sheet.cells} == {("B2", "organisation"), ("E2", "on")}
    assert [(block.table, block.first, block.last) for block in sheet.blocks] == [("people", 4, 4)]
    assert [(one.cell, one.field) for one in sheet.blocks[0].cells] == [
        ("A4", "place"), ("B4", "name"), ("C4", "branch"), ("D4", "birth_date"), ("E4", "phone"),
    ]  # fmt: skip


def test_everybody_employed_is_listed_and_personal_fields_stay_with_those_who_may_read_them(system: System) -> None:
    version_id = uploaded(system)
    in_force(system, version_id, date(2026, 10, 1))
    with system.reading(access.operator()) as session:
        people = session.scalars(select(StaffToday.name).where(StaffToday.status.in_(("active", "probation")))).all()
    for login in ("hr", "trainer"):
        sheet, _kept = drawn(system, login, version_id)
        last = 3 + len(people)
        assert sorted(sheet[f"B{row}"].value for row in range(4, last + 1)) == sorted(people)
        assert sheet[f"B{last + 1}"].value == f"=COUNTA(B4:B{last})"
        assert sheet["E2"].value.date() == date(2026, 10, 15)
        born = [sheet[f"D{row}"].value for row in range(4, last + 1)]
        assert all(born) if login == "hr" else not any(born)


def test_a_branch_gets_its_own_people_only(system: System) -> None:
    version_id = uploaded(system)
    in_force(system, version_id, date(2026, 10, 1))
    sheet, _kept = drawn(system, "hr-kunshan", version_id)
    branches = {sheet[f"C{row}"].value for row in range(4, sheet.max_row) if sheet[f"B{row}"].value}
    assert len(branches) == 1
    with pytest.raises(AccessDenied), as_user(system, "hr-kunshan") as session:
        looking.all_versions(session)
    with pytest.raises(AccessDenied), as_user(system, "trainer") as session:
        preview(session, version_id)


def test_each_day_has_its_version(system: System) -> None:
    """A version serves from its day on; days before keep the earlier one, and before the first there is none."""
    old = uploaded(system)
    in_force(system, old, date(2026, 3, 1))
    with as_user(system, "hr", writing=True) as session:
        new = keeping.upload_version(session, old, "new.xlsx", roster_form("新花名册"))[0]
        assert (new.number, new.state) == (2, "draft")
        assert Bindings.from_json(new.bindings).count == 7
        new_id = new.id
    assert drawn(system, "hr", old, date(2026, 10, 1))[0]["A1"].value == "花名册"
    in_force(system, new_id, date(2026, 9, 1))
    assert drawn(system, "hr", old, date(2026, 8, 31))[0]["A1"].value == "花名册"
    assert drawn(system, "hr", old, date(2026, 9, 1))[0]["A1"].value == "新花名册"
    with pytest.raises(NotFound):
        drawn(system, "hr", old, date(2026, 2, 28))
    with as_user(system, "hr", writing=True) as session:
        keeping.withdraw(session, new_id)
    assert drawn(system, "hr", old, date(2026, 9, 1))[0]["A1"].value == "花名册"


def test_what_is_in_force_is_not_changed(system: System) -> None:
    version_id = uploaded(system)
    in_force(system, version_id, date(2026, 3, 1))
    with as_user(system, "hr", writing=True) as session:
        mark = looking.mark_of(looking.version_kept(session, version_id).version)
        with pytest.raises(VersionInUse):
            keeping.bind(session, version_id, Bindings(), mark)
        with pytest.raises(VersionInUse):
            keeping.put_in_force(session, version_id, date(2026, 4, 1))
        other = keeping.upload_version(session, version_id, "b.xlsx", roster_form())[0]
        with pytest.raises(DayTaken):
            keeping.put_in_force(session, other.id, date(2026, 3, 1))


def test_bindings_are_changed_cell_by_cell(system: System) -> None:
    version_id = uploaded(system)
    with as_user(system, "hr", writing=True) as session:
        version = looking.version_kept(session, version_id).version
        seen = looking.mark_of(version)
        bindings = with_cell(Bindings.from_json(version.bindings), "名册", "A1", "", "organisation", "", "花名册")
        bindings = with_cell(bindings, "名册", "E4", "people", "")
        keeping.bind(session, version_id, with_rows(bindings, "名册", "people", 4, 4, 1), seen)
        assert Bindings.from_json(version.bindings).count == 7
        with pytest.raises(Stale):
            keeping.bind(session, version_id, Bindings(), seen)
        for wrong in (
            with_cell(Bindings(), "名册", "A1", "", "salary"),
            with_cell(Bindings(), "别的", "A1", "", "on"),
            with_rows(bindings, "名册", "people", 4, 6, 2),
            with_rows(bindings, "名册", "people", 1, 1, 1),
        ):
            with pytest.raises(BindingWrong):
                keeping.bind(session, version_id, wrong, looking.mark_of(version))
        keeping.bind(session, version_id, Bindings(), looking.mark_of(version))
        with pytest.raises(NothingBound):
            keeping.put_in_force(session, version_id, date(2026, 3, 1))


def test_only_those_who_keep_forms_may(system: System) -> None:
    for login in ("hr-kunshan", "trainer"):
        with pytest.raises(AccessDenied), as_user(system, login, writing=True) as session:
            keeping.upload(session, ROSTER, "x", "x.xlsx", roster_form())
    uploaded(system)
    with pytest.raises(NameTaken):
        uploaded(system)


def test_a_preview_of_what_one_may_not_read_has_invented_values(system: System) -> None:
    with as_user(system, "finance", writing=True) as session:
        source = "staff.registration"
        content = roster_form()
        version = keeping.upload(session, source, "登记表", "a.xlsx", content)[0]
        cells = (Bound("A1", "name"), Bound("B2", "birth_date"))
        bindings = Bindings((SheetBindings("名册", cells),))
        keeping.bind(session, version.id, bindings, looking.mark_of(version))
        version_id = version.id
    with as_user(system, "finance") as session:
        found, record = preview(session, version_id)
        assert record is None
    assert load_workbook(BytesIO(found.content))["名册"]["A1"].value in ("姓名", "Name")
    with as_user(system, "hr") as session:
        found, record = preview(session, version_id)
        assert record is not None
        name = session.scalars(select(StaffToday.name).where(StaffToday.employee_id == record)).one()
    assert load_workbook(BytesIO(found.content))["名册"]["A1"].value == name


def test_the_form_is_sealed_and_everything_is_logged(system: System) -> None:
    content = roster_form()
    version_id = uploaded(system, content=content)
    in_force(system, version_id, date(2026, 3, 1))
    with system.reading(access.operator()) as session:
        version = session.get_one(WorkbookTemplateVersion, version_id)
        assert content[:200] not in version.content_cipher
        assert looking.content_of(session, version) == content
        actions = session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("template.%"))).all()
        assert sorted(actions) == ["template.put_in_force", "template.upload"]


def test_the_registration_form_of_one_employee(system: System) -> None:
    """Her career goes into the rows that are there; what the form prints beside them stays."""
    book = Workbook()
    sheet = book.active
    sheet.title = "名册"
    sheet.append(["姓名", None, "入职日期", None, "身份证号", None])
    sheet.append(["起", "止", "单位", "职务", "层级", "依据"])
    for _row in range(3):
        sheet.append([None] * 6)
    sheet["A6"] = "本人签字："
    with as_user(system, "hr", writing=True) as session:
        version, _strange = keeping.upload(session, "staff.registration", "登记表", "a.xlsx", saved(book))
        keeping.put_in_force(session, version.id, date(2026, 1, 1))
        template = version.template_id
        employee = session.scalars(select(StaffToday).where(StaffToday.number == "ZQ0001")).one()
    with as_user(system, "hr") as session:
        found, _kept = draw(session, "staff.registration", template, employee.employee_id, None, "")
    filled = load_workbook(BytesIO(found.content))["名册"]
    assert filled["B1"].value == employee.name
    assert filled["D1"].value.date() == employee.hire_date
    assert "*" in filled["F1"].value
    assert filled["A3"].value.date() >= employee.hire_date
    assert filled["C3"].value
    assert "本人签字：" in {filled[f"A{row}"].value for row in range(6, filled.max_row + 1)}
    for login in ("hr-kunshan", "trainer"):
        with pytest.raises((AccessDenied, NotFound)), as_user(system, login) as session:
            draw(session, "staff.registration", template, employee.employee_id, None, "")
