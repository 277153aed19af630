"""What may be permitted in the payroll module: those who make cannot approve."""

from app.core.modules import Permission

SCALE_WRITE = "payroll.scale.write"
SCALE_APPROVE = "payroll.scale.approve"
INPUT_WRITE = "payroll.input.write"
RUN_MAKE = "payroll.run.make"
RUN_APPROVE = "payroll.run.approve"
PAY_RELEASE = "payroll.run.release"
RUN_NOTES = "payroll.run.notes"
RUN_READ = "payroll.run.read"
SCALE_READ = "payroll.scale.read"
PAY_READ = "payroll.read"
PAY_OWN = "payroll.own"

_READERS = ("operator", "finance", "finance_head", "leader", "auditor")

PERMISSIONS = (
    Permission(SCALE_WRITE, "Import pay scales and parameters", ("operator", "finance")),
    Permission(SCALE_APPROVE, "Approve pay scales", ("finance_head",)),
    Permission(INPUT_WRITE, "Enter the month's inputs", ("operator", "finance", "hr")),
    Permission(RUN_MAKE, "Calculate pay runs", ("operator", "finance")),
    Permission(RUN_APPROVE, "Approve pay runs", ("finance_head",)),
    Permission(PAY_RELEASE, "Mark pay runs as paid", ("finance_head",)),
    Permission(RUN_NOTES, "Write notes and plan activities of pay runs", ("operator", "finance", "finance_head")),
    Permission(RUN_READ, "Read pay runs and sheets", _READERS),
    Permission(SCALE_READ, "Read pay scales and parameters", _READERS),
    Permission(PAY_READ, "Read pay", _READERS, own=("employee",)),
    Permission(PAY_OWN, "Read one's own payslips", (), own=("employee",)),
)
