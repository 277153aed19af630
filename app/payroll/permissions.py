"""What may be permitted in the payroll module: those who make cannot approve."""

from app.core.modules import Permission

SCALE_WRITE = "payroll.scale.write"
SCALE_APPROVE = "payroll.scale.approve"
INPUT_WRITE = "payroll.input.write"
RUN_MAKE = "payroll.run.make"
RUN_APPROVE = "payroll.run.approve"
PAY_READ = "payroll.read"

PERMISSIONS = (
    Permission(SCALE_WRITE, "Import pay scales and parameters", ("operator", "finance")),
    Permission(SCALE_APPROVE, "Approve pay scales", ("finance_head",)),
    Permission(INPUT_WRITE, "Enter the month's inputs", ("operator", "finance", "hr")),
    Permission(RUN_MAKE, "Calculate pay runs", ("operator", "finance")),
    Permission(RUN_APPROVE, "Approve pay runs", ("finance_head",)),
    Permission(PAY_READ, "Read pay", ("operator", "finance", "finance_head", "leader", "auditor"), own=("employee",)),
)
