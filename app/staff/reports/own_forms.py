"""The roster as at a day, and the registration form of one employee, for forms of the organisation's own."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import authorize, may, visible
from app.core.dated import in_force_on
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.settings import organisation_name
from app.core.tables.layout import Kind
from app.core.workbook_templates import FormData, FormField, FormRequest, FormSource, FormTable, Value
from app.staff import queries
from app.staff.models import Background, Contact, Identity
from app.staff.permissions import PERSONAL_READ, STAFF_READ
from app.staff.reports.registration import SEXES, registration_form
from app.staff.rules.status import JOINING, LEFT
from app.staff.services.today import COLUMNS, today_rows

TEXTS: Final = (
    ("name", N_("Name"), ("姓名",)),
    ("sex", N_("Sex"), ("性别",)),
    ("birth_date", N_("Born"), ("出生日期", "出生年月")),
    ("ethnicity", N_("Ethnicity"), ("民族",)),
    ("political_status", N_("Political status"), ("政治面貌",)),
    ("phone", N_("Telephone"), ("电话", "联系电话", "手机", "手机号码")),
    ("id_number", N_("ID number, its middle hidden"), ("身份证号", "身份证号码", "公民身份号码")),
    ("education", N_("Education"), ("学历", "文化程度")),
    ("school", N_("School"), ("毕业院校", "毕业学校")),
    ("major", N_("Major"), ("专业", "所学专业")),
    ("branch", N_("Branch"), ("分社", "所属分社", "单位", "所在单位")),
    ("station", N_("Workstation"), ("工作站", "站点")),
    ("post", N_("Post"), ("职务", "岗位")),
    ("level", N_("Level"), ("层级", "级别")),
    ("hired", N_("Hired"), ("入职日期", "入职时间", "到岗时间")),
    ("first_job", N_("First job"), ("参加工作时间", "参加工作日期")),
    ("service", N_("Years of service"), ("工龄", "本单位工龄")),
    ("entity", N_("Legal entity"), ("用人单位",)),
)
"""The values of the registration form, in its order."""
DAYS: Final = frozenset({"birth_date", "hired", "first_job", "start", "end", "obtained", "registered_until"})


def _fields(texts: Iterable[tuple[str, str, tuple[str, ...]]]) -> tuple[FormField, ...]:
    return tuple(
        FormField(name, label, Kind.DATE if name in DAYS else Kind.TEXT, synonyms) for name, label, synonyms in texts
    )


CAREER: Final = FormTable("career", N_("Career here"), _fields((
    ("start", N_("From"), ("起", "起始", "自", "开始时间")),
    ("until", N_("To"), ("止", "截止", "至", "结束时间")),
    ("unit", N_("Unit"), ("单位", "部门", "工作单位")),
    ("post", N_("Post"), ("职务", "岗位")),
    ("level", N_("Level"), ("层级", "级别")),
    ("document", N_("Document"), ("文件依据", "依据", "文号")),
)))  # fmt: skip
QUALIFICATIONS: Final = FormTable("qualifications", N_("Qualifications"), _fields((
    ("name", N_("Qualification"), ("资质", "证书", "证书名称", "职业资格")),
    ("certificate_number", N_("Certificate number"), ("证书编号", "证书号")),
    ("obtained", N_("Obtained"), ("取得日期", "取得时间", "发证日期")),
    ("registered_until", N_("Registered until"), ("登记有效期", "有效期至")),
)))  # fmt: skip


def load_registration(session: Session, request: FormRequest) -> FormData:
    """The registration form of an employee as at a day, for whoever may read her personal details."""
    employee = queries.employee_met(session, request.record_id, PERSONAL_READ)
    form = registration_form(session, employee.number, request.on)
    basics = [value for row in form.basics for _label, value, _width in row]
    values: dict[str, Value] = {name: _value(name, basics[place]) for place, (name, *_rest) in enumerate(TEXTS)}
    values |= {"organisation": form.organisation, "number": form.number, "filled_on": request.on}
    career, qualifications = form.lists[0], form.lists[1]
    rows = {"career": _named(CAREER, career.rows), "qualifications": _named(QUALIFICATIONS, qualifications.rows)}
    return FormData(f"{form.number} {form.name}", values, rows)


def _value(name: str, text: str) -> Value:
    return (date.fromisoformat(text) if text else None) if name in DAYS else text


def _named(table: FormTable, rows: Sequence[Sequence[str]]) -> list[dict[str, Value]]:
    """The rows that say something, with the names of their fields."""
    names = [field.name for field in table.fields]
    filled = [row for row in rows if any(row)]
    return [{name: _value(name, text) for name, text in zip(names, row, strict=True)} for row in filled]


def _newest_employee(session: Session) -> int | None:
    today = queries.TODAY
    return session.scalar(select(today.employee_id).where(today.status != LEFT).order_by(today.number).limit(1))


REGISTRATION: Final = FormSource(
    "staff.registration",
    "staff.employee",
    N_("Registration form"),
    PERSONAL_READ,
    (
        FormField("organisation", N_("Organisation's name"), Kind.TEXT, ("单位名称", "填报单位")),
        FormField("number", N_("Number"), Kind.TEXT, ("工号", "编号")),
        *_fields(TEXTS),
        FormField("filled_on", N_("Filled in on"), Kind.DATE, ("填表日期", "填报日期", "填表时间")),
    ),
    (CAREER, QUALIFICATIONS),
    load_registration,
    newest=_newest_employee,
)

PERSONAL: Final[tuple[tuple[Any, tuple[str, ...]], ...]] = (
    (Identity, ("birth_date", "ethnicity")),
    (Background, ("political_status", "school", "major")),
    (Contact, ("phone",)),
)


def _personal(name: str, label: str, synonyms: tuple[str, ...], kind: Kind = Kind.TEXT) -> FormField:
    return FormField(name, label, kind, synonyms, PERSONAL_READ)


PEOPLE: Final = FormTable(
    "people",
    N_("Everybody listed"),
    (
        FormField("place", N_("Running number"), Kind.INTEGER, ("序号", "编号", "No")),
        FormField("number", N_("Number"), Kind.TEXT, ("工号", "职工编号")),
        *_fields(one for one in TEXTS if one[0] in ("name", "sex", "education", "branch", "station", "post", "hired")),
        FormField("level", N_("Level"), Kind.TEXT, ("层级", "级别")),
        FormField("step", N_("Step"), Kind.INTEGER, ("档次",)),
        FormField("contract_end", N_("Contract ends"), Kind.DATE, ("合同到期日", "合同终止日期", "合同期限")),
        _personal("birth_date", N_("Born"), ("出生日期", "出生年月"), Kind.DATE),
        _personal("ethnicity", N_("Ethnicity"), ("民族",)),
        _personal("political_status", N_("Political status"), ("政治面貌",)),
        _personal("school", N_("School"), ("毕业院校",)),
        _personal("major", N_("Major"), ("专业",)),
        _personal("phone", N_("Telephone"), ("电话", "联系电话", "手机")),
    ),
)


def load_roster(session: Session, request: FormRequest) -> FormData:
    """Everybody employed on a day whom the acting user may meet, by branch, workstation and number."""
    authorize(session, STAFF_READ)
    today = queries.TODAY
    met = set(session.scalars(select(today.employee_id)))
    facts = (dict(zip(COLUMNS, row, strict=True)) for row in today_rows(session, request.on))
    people: list[dict[str, Any]] = [
        row for row in facts if row["employee_id"] in met and row["status"] not in (LEFT, JOINING)
    ]
    rows = _rows(session, people, request.on)
    values: dict[str, Value] = {
        "organisation": organisation_name(session), "on": request.on, "people": len(rows), "made_on": clock.today()
    }  # fmt: skip
    return FormData(f"{_('Roster')} {request.on}", values, {"people": rows})


def _rows(session: Session, people: list[dict[str, Any]], on: date) -> list[dict[str, Value]]:
    """The rows of the roster, in the organisation's order."""
    units = queries.placements_on(session, on)
    paths = queries.unit_paths(units)
    posts, levels, _entities = queries.names_of_kinds(session)
    personal = _personal_facts(session, on)
    return [
        {
            "place": place,
            "number": row["number"],
            "name": row["name"],
            "sex": _(SEXES.get(row["sex"], str(row["sex"]))),
            "education": row["education"],
            "branch": paths.get(row["unit_id"], ("", None))[0],
            "station": paths.get(row["unit_id"], ("", None))[1],
            "post": posts.get(row["post_id"]),
            "level": levels.get(row["level_id"]),
            "step": row["step"],
            "hired": _as_day(row["hire_date"]),
            "contract_end": _as_day(row["contract_end"]),
            **personal.get(row["employee_id"], {}),
        }
        for place, row in enumerate(sorted(people, key=lambda row: (*_place(units, row), row["number"])), start=1)
    ]


def _place(units: Any, row: dict[str, Any]) -> tuple[Any, ...]:
    branch, unit = units.get(row["branch_id"]), units.get(row["unit_id"])
    return tuple((one["position"], one["name"]) if one else (0, "") for one in (branch, unit))


def _as_day(value: date | str | None) -> date | None:
    """A day as the driver gives it: SQLite's is a text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _personal_facts(session: Session, on: date) -> dict[int, dict[str, Value]]:
    """Personal details in force on a day, of those over whom the acting user may read them."""
    found: dict[int, dict[str, Value]] = {}
    for model, names in PERSONAL if may(session, PERSONAL_READ) else ():
        columns = (getattr(model, name) for name in names)
        statement = select(model.employee_id, *columns).where(in_force_on(model, on, "employee_id"))
        criterion = visible(session, queries.rule_of_employees(model, model.employee_id, PERSONAL_READ))
        for employee_id, *values in session.execute(statement if criterion is None else statement.where(criterion)):
            found.setdefault(employee_id, {}).update(zip(names, values, strict=True))
    return found


def _everybody(session: Session) -> int | None:
    return 0


ROSTER: Final = FormSource(
    "staff.roster",
    "staff.employees",
    N_("Roster"),
    STAFF_READ,
    (
        FormField("organisation", N_("Organisation's name"), Kind.TEXT, ("单位名称", "填报单位", "单位")),
        FormField("on", N_("As at"), Kind.DATE, ("截止日期", "统计日期", "截至日期")),
        FormField("people", N_("People"), Kind.INTEGER, ("人数", "合计人数")),
        FormField("made_on", N_("Prepared on"), Kind.DATE, ("填报日期", "制表日期", "填表日期")),
    ),
    (PEOPLE,),
    load_roster,
    newest=_everybody,
)
OWN_FORMS: Final = (ROSTER, REGISTRATION)
