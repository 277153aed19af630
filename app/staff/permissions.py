"""What may be permitted in the staff module."""

from app.core.modules import Permission

STAFF_READ = "staff.read"
STAFF_WRITE = "staff.write"
ORGANISATION_WRITE = "staff.organisation.write"

PERMISSIONS = (
    Permission(
        STAFF_READ,
        "Read staff records",
        ("operator", "hr", "hr_head", "branch", "trainer", "finance", "finance_head", "leader", "auditor"),
        own=("employee",),
    ),
    Permission(STAFF_WRITE, "Write staff records", ("operator", "hr", "hr_head")),
    Permission(ORGANISATION_WRITE, "Write the organisation", ("operator", "hr", "hr_head")),
)
