"""What the payroll module adds."""

from app.core.modules import ImportKind, Module
from app.payroll import models, reports
from app.payroll.benchmarks.command import bench
from app.payroll.checks import CHECKS
from app.payroll.cli import payroll
from app.payroll.demo import demo
from app.payroll.imports import kinds as imports
from app.payroll.permissions import INPUT_WRITE, PERMISSIONS, SCALE_WRITE
from app.payroll.queries.runs import records_kept
from app.payroll.record_rules import RECORD_RULES

module = Module(
    name="payroll",
    label="Payroll",
    depends=("staff",),
    permissions=PERMISSIONS,
    record_rules=RECORD_RULES,
    imports=(
        ImportKind("pay-scale", "Pay scale", SCALE_WRITE, imports.read_scale, imports.apply_scale, needs_month=False),
        ImportKind("monthly-inputs", "Monthly inputs", INPUT_WRITE, imports.read_inputs, imports.apply_inputs),
        ImportKind("opening-balances", "Opening balances", INPUT_WRITE, imports.read_openings, imports.apply_openings),
    ),
    commands=(payroll, bench),
    canonical=reports.CANONICAL,
    models=(models,),
    demo=demo,
    checks=CHECKS,
    uninstall_veto=records_kept,
)
