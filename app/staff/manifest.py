"""What the staff module adds."""

from app.core.i18n import N_
from app.core.modules import (
    Dimension,
    Document,
    Finder,
    ImportKind,
    MenuItem,
    Module,
    PaletteAction,
    RecordHost,
    RecordPlace,
    Setting,
    Switch,
)
from app.staff import models, queries, reports, services
from app.staff.checks import CHECKS
from app.staff.cli import staff
from app.staff.demo import demo
from app.staff.imports import kinds as imports
from app.staff.jobs import JOBS
from app.staff.permissions import (
    AS_AT,
    CHANGE_READ,
    NOTES_READ,
    NOTES_WRITE,
    ORGANISATION_WRITE,
    PERMISSIONS,
    PERSONAL_READ,
    SELF,
    STAFF_READ,
    STAFF_WRITE,
)
from app.staff.record_rules import RECORD_RULES, address_of_employee, address_of_request
from app.staff.reports.own_forms import OWN_FORMS
from app.staff.rules.retirement import Category
from app.staff.services.requests import NUMBERS

ACTIONS = (
    PaletteAction(N_("Hire somebody"), "/staff/hiring/", STAFF_WRITE, "hire new employee 入职 新员工 录用", 10),
    PaletteAction(N_("New unit"), "/staff/units/", ORGANISATION_WRITE, "unit organisation 新建机构 工作站 分社", 20),
    PaletteAction(N_("Import a roster"), "/imports/roster", STAFF_WRITE, "import roster 导入花名册", 30),
    PaletteAction(N_("Import personnel changes"), "/imports/changes", STAFF_WRITE, "import changes 导入异动", 31),
    PaletteAction(N_("Ask for a change"), "/my/change", SELF, "change my phone address bank 变更 修改 银行卡 电话", 40),
    PaletteAction(N_("Take a copy of my data"), "/my/data", SELF, "export my data 导出我的数据 副本", 41),
    PaletteAction(N_("Who saw my data"), "/my/seen", SELF, "who saw log 谁看过我的信息", 42),
)

module = Module(
    name="staff",
    label="Staff",
    permissions=PERMISSIONS,
    record_rules=RECORD_RULES,
    imports=(
        ImportKind(
            "organisation",
            "Organisation",
            ORGANISATION_WRITE,
            imports.read_units,
            imports.apply_units,
            needs_month=False,
            sheets=imports.UNIT_SHEETS,
        ),
        ImportKind(
            "roster", "Roster", STAFF_WRITE, imports.read_people, imports.apply_people, sheets=imports.PEOPLE_SHEETS
        ),
        ImportKind(
            "changes",
            "Personnel changes",
            STAFF_WRITE,
            imports.read_moves,
            imports.apply_moves,
            sheets=imports.MOVE_SHEETS,
            undo=services.undo_changes,
        ),
    ),
    canonical=reports.CANONICAL,
    not_canonical=("staff_today",),
    seed=services.seed,
    after_uninstall=services.leave,
    models=(models,),
    checks=CHECKS,
    commands=(staff,),
    jobs=JOBS,
    demo=demo,
    views="app.staff.views:VIEWS",
    tiles=(*reports.TILES, *reports.REQUEST_TILES),
    dimensions=(
        Dimension("staff.employees", "birth", N_("Birth date"), PERSONAL_READ, queries.birth_of, kind="date"),
        Dimension(
            "staff.employees",
            "age_group",
            N_("Age group"),
            PERSONAL_READ,
            queries.age_group_of,
            called=reports.five_years,
            read=int,
            ordered=True,
        ),
        Dimension(
            "staff.employees",
            "service_group",
            N_("Years of service"),
            STAFF_READ,
            queries.service_group,
            called=reports.five_years,
            read=int,
            ordered=True,
        ),
    ),
    attentions=(*reports.ATTENTIONS, *reports.REQUEST_ATTENTIONS),
    boards=tuple(reports.BOARDS),
    board_tiles=reports.BOARD_TILES,
    year_tasks=reports.YEAR_TASKS,
    node_names=queries.unit_names,
    settings=(
        NUMBERS.as_setting(ORGANISATION_WRITE),
        Setting(
            queries.WOMEN_SETTING,
            N_("Original retirement age of women (HR decides by the post)"),
            Category.WOMEN_55.value,
            STAFF_WRITE,
            Category,
            N_("55 for managerial and technical posts, 50 for workers."),
            (Category.WOMEN_55.value, Category.WOMEN_50.value),
        ),
        Setting(
            reports.TURNOVER_LINE,
            N_("Line of turnover, in percent a year"),
            "10",
            STAFF_WRITE,
            reports.percent,
            N_("A whole number from 0 to 100."),
        ),
    ),
    documents=(
        Document("staff.employee", "registration", N_("Registration form"), PERSONAL_READ, reports.draw_registration),
    ),
    record_hosts=(
        RecordHost(
            "staff.employee", "Employee", PERSONAL_READ, STAFF_WRITE, address_of_employee,
            STAFF_READ, NOTES_READ, NOTES_WRITE, queries.ids_met, queries.called,
        ),
        RecordHost("staff.change_request", N_("Change request"), CHANGE_READ, SELF, address_of_request),
    ),
    contributions=(
        *(*reports.OWN_PAGES, *reports.PERSONAL, *reports.TRAILS, *reports.SMART_BUTTONS, *ACTIONS, *OWN_FORMS),
        RecordPlace(
            "staff.employee",
            N_("Employee number"),
            queries.employee_of_number,
            queries.unit_of_employee,
            queries.number_of_employee,
        ),
    ),
    description=N_("People, their posts, grades and contracts over time, and the organisation they work in."),
    switches=(
        Switch(
            AS_AT,
            N_("Past and future days"),
            N_("A date on records and on the organisation shows them as they were, or will be, on any day."),
        ),
    ),
    known_id_numbers=queries.id_numbers_on_file,
    finders=(Finder(STAFF_READ, reports.find_people),),
    menu=(
        MenuItem("My file", "my", SELF, 5),
        MenuItem("Employees", "staff_employees", STAFF_READ, 10, wide=True),
        MenuItem("Organisation", "staff_organisation", STAFF_READ, 20, wide=True),
        MenuItem("Change requests", "staff_requests", CHANGE_READ, 30),
        MenuItem("Configuration", "staff_configuration", ORGANISATION_WRITE, 90),
    ),
)  # fmt: skip
