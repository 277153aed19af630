"""What can be wrong with a user or a role."""

from app.core.errors import ZiqiangError


class UnknownRole(ZiqiangError):
    """A role code that does not exist."""

    kind = "unknown_role"
    message = "There is no role %(role)s. The roles are: %(roles)s."


class RolesExclude(ZiqiangError):
    """System, security and audit administrators exclude each other."""

    kind = "roles_exclude"
    message = "%(login)s already is %(held)s; the three administrator roles exclude each other."


class LoginTaken(ZiqiangError):
    """A login that exists."""

    kind = "login_taken"
    message = "There already is a user %(login)s."
