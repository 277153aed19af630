"""What the payroll module adds."""

from app.core.events import Receiver
from app.core.i18n import N_
from app.core.imports.undoing import undoing_import
from app.core.modules import ImportKind, MenuItem, Module, RecordHost
from app.payroll import models, panels, reports, services
from app.payroll.benchmarks.command import bench
from app.payroll.checks import CHECKS
from app.payroll.cli import payroll
from app.payroll.demo import demo
from app.payroll.imports import kinds as imports
from app.payroll.jobs import JOBS
from app.payroll.permissions import (
    INPUT_WRITE,
    PAY_OWN,
    PERMISSIONS,
    RUN_MAKE,
    RUN_NOTES,
    RUN_READ,
    SCALE_READ,
    SCALE_WRITE,
)
from app.payroll.queries import personal, run_lists
from app.payroll.queries.runs import records_kept
from app.payroll.queries.touched import touched_by
from app.payroll.record_rules import RECORD_RULES, address_of_run
from app.payroll.reports.own_form import OWN_FORM
from app.staff.events import asking_what_it_touches

module = Module(
    name="payroll",
    label="Payroll",
    depends=("staff",),
    description=N_("Pay scales, monthly runs from calculation to approval, allowance sheets, bank files and payslips."),
    permissions=PERMISSIONS,
    record_rules=RECORD_RULES,
    imports=(
        ImportKind(
            "pay-scale",
            "Pay scale",
            SCALE_WRITE,
            imports.read_scale,
            imports.apply_scale,
            needs_month=False,
            sheets=imports.SCALE_SHEETS,
        ),
        ImportKind(
            "monthly-inputs",
            "Monthly inputs",
            INPUT_WRITE,
            imports.read_inputs,
            imports.apply_inputs,
            sheets=imports.INPUT_SHEETS,
            undo=services.undo_monthly_inputs,
        ),
        ImportKind(
            "opening-balances",
            "Opening balances",
            INPUT_WRITE,
            imports.read_openings,
            imports.apply_openings,
            sheets=imports.OPENING_SHEETS,
        ),
    ),
    commands=(payroll, bench),
    canonical=reports.CANONICAL,
    models=(models,),
    demo=demo,
    checks=CHECKS,
    uninstall_veto=records_kept,
    views="app.payroll.views:VIEWS",
    menu=(
        MenuItem("Pay runs", "payroll_runs", RUN_READ, 10),
        MenuItem("Monthly inputs", "payroll_entry", INPUT_WRITE, 15),
        MenuItem("My payslips", "payroll_own_slips", PAY_OWN, 20),
        MenuItem("Pay by unit", "payroll_units", RUN_READ, 25),
        MenuItem("Pay scales", "payroll_scales", SCALE_READ, 30),
    ),
    jobs=JOBS,
    receivers=(
        Receiver(undoing_import, services.object_to_undoing), Receiver(asking_what_it_touches, touched_by),
    ),
    panels=panels.PANELS,
    tiles=panels.TILES,
    attentions=panels.ATTENTIONS,
    boards=panels.BOARDS,
    board_tiles=panels.BOARD_TILES,
    year_tasks=panels.YEAR_TASKS,
    contributions=(
        *(OWN_FORM, *panels.SMART_BUTTONS, *panels.OWN_PAGES, *panels.ACTIONS),
        *(*personal.PERSONAL, *personal.TRAILS),
    ),
    record_hosts=(
        RecordHost(
            "payroll.run", "Pay run", RUN_READ, RUN_MAKE, address_of_run,
            permission_notes_write=RUN_NOTES, called=run_lists.called,
        ),
    ),
)  # fmt: skip
