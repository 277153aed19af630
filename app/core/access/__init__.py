"""Who may do what: users, roles, and `authorize()`, which every service asks first.

A role is a set of permissions that the modules' manifests grant. The built-in `operator` is the
command line without `--as`: it makes and never approves, and cannot log in.
"""

from app.core.access.actors import Actor, Held, actor_for, actor_named, actor_of, operator
from app.core.access.administering import FIRST_LOGIN, add_user, new_user, set_active, set_subject
from app.core.access.authorizing import Holders, authorize, authorize_at, authorize_everywhere, may, scope_of
from app.core.access.errors import AdministratorReset, LoginTaken, RolesExclude, UnknownRole
from app.core.access.granting import (
    ROLE_APPROVE,
    USER_MANAGE,
    USER_READ,
    Grant,
    Outcome,
    anybody_approves,
    approve_request,
    give_role,
    refuse_request,
    take_role,
    user_with_id,
)
from app.core.access.holding import (
    HeldRole,
    Waiting,
    count_holders,
    holders_of_role,
    node_codes,
    own_roles,
    roles_of_users,
    waiting_requests,
)
from app.core.access.nodes import ScopeNode, add_node, arrange, node_coded
from app.core.access.roles import (
    ENDING_ROLES,
    EXCLUSIVE_ROLES,
    LOGGED_IN,
    OWN_RECORD_ROLE,
    PRIVILEGED_ROLES,
    ROLES,
)
from app.core.access.rules import RecordRule, install, visible
from app.core.access.scopes import Scope, nodes_within
from app.core.access.users import RoleAssignment, RoleRequest, User

__all__ = [
    "ENDING_ROLES",
    "EXCLUSIVE_ROLES",
    "FIRST_LOGIN",
    "LOGGED_IN",
    "OWN_RECORD_ROLE",
    "PRIVILEGED_ROLES",
    "ROLES",
    "ROLE_APPROVE",
    "USER_MANAGE",
    "USER_READ",
    "Actor",
    "AdministratorReset",
    "Grant",
    "Held",
    "HeldRole",
    "Holders",
    "LoginTaken",
    "Outcome",
    "RecordRule",
    "RoleAssignment",
    "RoleRequest",
    "RolesExclude",
    "Scope",
    "ScopeNode",
    "UnknownRole",
    "User",
    "Waiting",
    "actor_for",
    "actor_named",
    "actor_of",
    "add_node",
    "add_user",
    "anybody_approves",
    "approve_request",
    "arrange",
    "authorize",
    "authorize_at",
    "authorize_everywhere",
    "count_holders",
    "give_role",
    "holders_of_role",
    "install",
    "may",
    "new_user",
    "node_coded",
    "node_codes",
    "nodes_within",
    "operator",
    "own_roles",
    "refuse_request",
    "roles_of_users",
    "scope_of",
    "set_active",
    "set_subject",
    "take_role",
    "user_with_id",
    "visible",
    "waiting_requests",
]
