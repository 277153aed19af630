"""Named errors of the staff module."""

from app.core.errors import ZiqiangError


class NoLegalEntity(ZiqiangError):
    """There is no legal entity (of that code)."""

    kind = "no_legal_entity"
    message = "There is no legal entity %(code)s. Set the data folder up with: ziqiang init"


class NoOrganisation(ZiqiangError):
    """The organisation's root is missing."""

    kind = "no_organisation"
    message = "The organisation has no root unit. Set the data folder up with: ziqiang init"


class BeforeHire(ZiqiangError):
    """A fact would hold before the person was hired."""

    kind = "before_hire"
    message = "%(start)s is before the hire date %(hired)s: give a day of the employment."
    status = 422


class NoSuchStep(ZiqiangError):
    """A level does not have the step."""

    kind = "no_such_step"
    message = "Level %(level)s has steps 1 to %(steps)s; there is no step %(step)s."
    status = 422


class StartTaken(ZiqiangError):
    """A change would start on the day another value starts."""

    kind = "start_taken"
    message = (
        "A value from %(start)s is recorded already. If that one was wrong, record a correction; "
        "if the new one came later, give its own day."
    )
    status = 422


class OwnPay(ZiqiangError):
    """Nobody decides alone on what changes her own pay."""

    kind = "own_pay"
    message = "This changes your own pay, so a colleague must record it."
    status = 403
