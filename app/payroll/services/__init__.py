"""The verbs of the payroll module; the only place that writes its tables."""

from app.payroll.services.calculating import calculate_run
from app.payroll.services.entering import enter
from app.payroll.services.monthly import import_monthly_inputs, import_opening_balances
from app.payroll.services.runs import approve_run, mark_paid, store_run
from app.payroll.services.scale import import_pay_scale
from app.payroll.services.undoing import object_to_undoing, undo_monthly_inputs

__all__ = [
    "approve_run",
    "calculate_run",
    "enter",
    "import_monthly_inputs",
    "import_opening_balances",
    "import_pay_scale",
    "mark_paid",
    "object_to_undoing",
    "store_run",
    "undo_monthly_inputs",
]
