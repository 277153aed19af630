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
PRIVILEGED_ROLES = EXCLUSIVE_ROLES | {"auditor", "hr_head", "finance_head", "leader"}
"""Roles that rule, approve or see everything: giving and taking them needs a second person."""

APPROVER_ROLE = "secadmin"
"""Whose word a role needs that is privileged."""

ENDING_ROLES = frozenset({"auditor"})
"""Roles given for a time only."""

OWN_RECORD_ROLE = "employee"
"""The role of somebody who meets her own record and nobody else's."""
