"""The role codes, and which of them exclude each other."""

ROLES = (
    "employee",
    "branch",
    "hr",
    "hr_head",
    "trainer",
    "finance",
    "finance_head",
    "leader",
    "auditor",
    "sysadmin",
    "secadmin",
    "auditadmin",
)
LOGGED_IN = "core.logged_in"
"""The permission everybody holds who is logged in."""

EXCLUSIVE_ROLES = frozenset({"sysadmin", "secadmin", "auditadmin"})
OWN_RECORD_ROLE = "employee"
"""The role of somebody who meets her own record and nobody else's."""
