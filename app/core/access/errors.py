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


class EndDateNeeded(ZiqiangError):
    """A role that is given for a time only."""

    kind = "end_date_needed"
    message = "The role %(role)s is given for a time only: say until which day."
    status = 422


class RoleDatesWrong(ZiqiangError):
    """A role that would begin in the past or end before it begins."""

    kind = "role_dates_wrong"
    message = "A role begins today or later, and ends no earlier than it begins."
    status = 422


class RoleHeld(ZiqiangError):
    """The same role over the same part is held, or asked for, already."""

    kind = "role_held"
    message = "%(login)s has this role over this part already, or it waits for approval."
    status = 409


class OwnDecision(ZiqiangError):
    """Nobody decides on what she asked for, or on her own roles."""

    kind = "own_decision"
    message = "You cannot decide on this: you asked for it, or it is about your own roles. Another person must."
    status = 403


class RequestDecided(ZiqiangError):
    """Somebody has decided already."""

    kind = "request_decided"
    message = "This has been decided already: load the page again."
    status = 409


class NotYourself(ZiqiangError):
    """Nobody disables her own log-in: the last administrator would lock everybody out."""

    kind = "not_yourself"
    message = "You cannot disable your own log-in. Another administrator must."
    status = 409


class AdministratorReset(ZiqiangError):
    """Who could reset the password of the one who checks her could approve her own requests."""

    kind = "administrator_reset"
    message = (
        "%(login)s is an administrator: her password is not reset by another one, who could then act in her place. "
        "Whoever runs the server does it with: ziqiang user renew %(login)s"
    )
    status = 403


class LoginUnreadable(ZiqiangError):
    """A login that cannot be typed or read."""

    kind = "login_unreadable"
    message = "A login has 2 to 60 letters, digits and the signs . _ - @ and no spaces."
    status = 422
