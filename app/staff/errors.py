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


class EndsBeforeStart(ZiqiangError):
    """A span would end before it starts."""

    kind = "ends_before_start"
    message = "The last day %(end)s is before the first day %(start)s."
    status = 422


class SpansOverlap(ZiqiangError):
    """Two spans of one kind would share a day."""

    kind = "spans_overlap"
    message = (
        "It would overlap the one from %(start)s to %(end)s. End that one first (a correction of its last day), "
        "or choose other days."
    )
    status = 422


class HeldAlready(ZiqiangError):
    """A qualification would be recorded twice."""

    kind = "held_already"
    message = "%(name)s, obtained on %(obtained)s, is recorded already."
    status = 422


class NumberTaken(ZiqiangError):
    """An employee number that exists."""

    kind = "number_taken"
    message = "There already is an employee %(number)s. Give the new colleague a number of her own."
    status = 422


class NotHired(ZiqiangError):
    """What was typed does not fit what is recorded."""

    kind = "not_hired"
    message = "The new colleague was not recorded: %(problem)s"
    status = 422


class CodeTaken(ZiqiangError):
    """A code that exists."""

    kind = "code_taken"
    message = "The code %(code)s is in use. Give another one."
    status = 422


class UnitInItself(ZiqiangError):
    """A unit would lie under itself."""

    kind = "unit_in_itself"
    message = "%(name)s cannot lie under itself or under one of its own units."
    status = 422


class NothingAsked(ZiqiangError):
    """A change request without a change."""

    kind = "nothing_asked"
    message = "Nothing differs from what is recorded. Change what is wrong, then send it."
    status = 422


class AskedAlready(ZiqiangError):
    """A field for which a request is open."""

    kind = "asked_already"
    message = "You have asked for %(field)s in %(number)s, which is not decided yet. Take that one back first."
    status = 422


class NoReasonGiven(ZiqiangError):
    """A request or a refusal without its reason."""

    kind = "no_reason_given"
    message = "Say why."
    status = 422


class OwnRequest(ZiqiangError):
    """Nobody decides on what she asked for herself."""

    kind = "own_request"
    message = "This is your own request, so a colleague must decide on it."
    status = 403


class SecondPersonNeeded(ZiqiangError):
    """Who approved a bank account does not confirm it too."""

    kind = "second_person_needed"
    message = "You approved this change yourself: a second person must confirm it."
    status = 403


class DecidedAlready(ZiqiangError):
    """What was decided, or taken back, meanwhile."""

    kind = "decided_already"
    message = "This is decided already or was taken back. Open the request again."
    status = 409


class AskedValueWrong(ZiqiangError):
    """A value asked for that cannot be right."""

    kind = "asked_value_wrong"
    message = "The value asked for does not fit: %(fields)s. Correct it and send the request again."
    status = 422
