"""What the staff module adds."""

from app.core.i18n import N_
from app.core.modules import Document, Finder, ImportKind, MenuItem, Module, RecordHost
from app.staff import models, queries, reports, services
from app.staff.checks import CHECKS
from app.staff.cli import staff
from app.staff.demo import demo
from app.staff.imports import kinds as imports
from app.staff.jobs import JOBS
from app.staff.permissions import ORGANISATION_WRITE, PERMISSIONS, PERSONAL_READ, STAFF_READ, STAFF_WRITE
from app.staff.record_rules import RECORD_RULES, address_of_employee
from app.staff.reports.own_forms import OWN_FORMS

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
        ),
        ImportKind("roster", "Roster", STAFF_WRITE, imports.read_people, imports.apply_people),
        ImportKind("changes", "Personnel changes", STAFF_WRITE, imports.read_moves, imports.apply_moves),
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
    tiles=reports.TILES,
    documents=(
        Document("staff.employee", "registration", N_("Registration form"), PERSONAL_READ, reports.draw_registration),
    ),
    record_hosts=(RecordHost("staff.employee", "Employee", PERSONAL_READ, STAFF_WRITE, address_of_employee),),
    known_id_numbers=queries.id_numbers_on_file,
    contributions=OWN_FORMS,
    finders=(Finder(STAFF_READ, reports.find_people),),
    menu=(
        MenuItem("Employees", "staff_employees", STAFF_READ, 10),
        MenuItem("Organisation", "staff_organisation", STAFF_READ, 20),
        MenuItem("Configuration", "staff_configuration", ORGANISATION_WRITE, 90),
    ),
)
