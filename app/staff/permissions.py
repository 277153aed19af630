"""What may be permitted, and what may be switched on, in the staff module."""

from app.core.modules import Permission

STAFF_READ = "staff.read"
STAFF_WRITE = "staff.write"
PERSONAL_READ = "staff.personal.read"
NOTES_READ = "staff.notes.read"
NOTES_WRITE = "staff.notes.write"
SENSITIVE_REVEAL = "staff.sensitive.reveal"
ORGANISATION_WRITE = "staff.organisation.write"
STATISTICS_READ = "staff.statistics.read"
SELF = "staff.self"
CHANGE_READ = "staff.change.read"
BANK_CONFIRM = "staff.change.confirm"
AS_AT = "as_at"
"""The switch of the date picker."""

PERMISSIONS = (
    Permission(
        STAFF_READ,
        "Read staff records",
        ("operator", "hr", "hr_head", "branch", "trainer", "finance", "finance_head", "leader", "auditor"),
        own=("employee",),
    ),
    Permission(
        PERSONAL_READ,
        "Read personal details of staff",
        ("operator", "hr", "hr_head", "branch", "auditor"),
        own=("employee",),
    ),
    Permission(
        SENSITIVE_REVEAL,
        "Show ID numbers and bank cards in full, each time logged",
        ("hr", "hr_head", "finance", "finance_head"),
        own=("employee",),
    ),
    Permission(
        NOTES_READ, "Read notes and activities of staff records", ("operator", "hr", "hr_head", "branch", "auditor")
    ),
    Permission(NOTES_WRITE, "Write notes and plan activities of staff", ("operator", "hr", "hr_head", "branch")),
    Permission(
        STATISTICS_READ,
        "Read statistics of ages, without names",
        ("operator", "hr", "hr_head", "branch", "leader", "auditor"),
    ),
    Permission(STAFF_WRITE, "Write staff records", ("operator", "hr", "hr_head")),
    Permission(ORGANISATION_WRITE, "Write the organisation", ("operator", "hr", "hr_head")),
    Permission(SELF, "One's own file: see it, ask for changes, take a copy", (), own=("employee",)),
    Permission(
        CHANGE_READ,
        "Read change requests",
        ("operator", "hr", "hr_head", "finance", "finance_head"),
        own=("employee",),
    ),
    Permission(
        BANK_CONFIRM,
        "Confirm a changed bank account as the second person",
        ("hr_head", "finance", "finance_head"),
    ),
)
