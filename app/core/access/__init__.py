"""Who may do what: users, roles, and `authorize()`, which every service asks first.

A role is a set of permissions that the modules' manifests grant. The built-in `operator` is the
command line without `--as`: it makes and never approves, and cannot log in.
"""

from app.core.access.actors import Actor, Held, actor_for, actor_named, actor_of, operator
from app.core.access.administering import FIRST_LOGIN, USER_MANAGE, add_user
from app.core.access.authorizing import Holders, authorize, authorize_at, authorize_everywhere, may, scope_of
from app.core.access.errors import LoginTaken, RolesExclude, UnknownRole
from app.core.access.nodes import ScopeNode, add_node, arrange, node_coded
from app.core.access.roles import EXCLUSIVE_ROLES, LOGGED_IN, OWN_RECORD_ROLE, ROLES
from app.core.access.rules import RecordRule, install, visible
from app.core.access.scopes import Scope, nodes_within
from app.core.access.users import RoleAssignment, User

__all__ = [
    "EXCLUSIVE_ROLES",
    "FIRST_LOGIN",
    "LOGGED_IN",
    "OWN_RECORD_ROLE",
    "ROLES",
    "USER_MANAGE",
    "Actor",
    "Held",
    "Holders",
    "LoginTaken",
    "RecordRule",
    "RoleAssignment",
    "RolesExclude",
    "Scope",
    "ScopeNode",
    "UnknownRole",
    "User",
    "actor_for",
    "actor_named",
    "actor_of",
    "add_node",
    "add_user",
    "arrange",
    "authorize",
    "authorize_at",
    "authorize_everywhere",
    "install",
    "may",
    "node_coded",
    "nodes_within",
    "operator",
    "scope_of",
    "visible",
]
