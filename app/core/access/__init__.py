"""Who may do what: users, roles, and `authorize()`, which every service asks first.

A role is a set of permissions that the modules' manifests grant. The built-in `operator` is the
command line without `--as`: it makes and never approves, and cannot log in.
"""

from app.core.access.actors import Actor, actor_named, actor_of, operator
from app.core.access.administering import USER_MANAGE, add_user
from app.core.access.authorizing import authorize, may
from app.core.access.errors import LoginTaken, RolesExclude, UnknownRole
from app.core.access.roles import EXCLUSIVE_ROLES, ROLES
from app.core.access.users import RoleAssignment, User

__all__ = [
    "EXCLUSIVE_ROLES",
    "ROLES",
    "USER_MANAGE",
    "Actor",
    "LoginTaken",
    "RoleAssignment",
    "RolesExclude",
    "UnknownRole",
    "User",
    "actor_named",
    "actor_of",
    "add_user",
    "authorize",
    "may",
    "operator",
]
