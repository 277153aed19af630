"""Why a note or an activity is not taken."""

from app.core.errors import ZiqiangError
from app.core.i18n import N_


class Refused(ZiqiangError):
    """What somebody typed can't be kept as it is; the base of the reasons below."""

    kind = "activity_refused"
    message = N_("This can't be recorded.")
    status = 422


class TextMissing(Refused):
    """An empty note, or an activity without a summary."""

    kind = "text_missing"
    message = N_("Write something first.")


class ReasonMissing(Refused):
    """Striking out a note and cancelling an activity take a reason."""

    kind = "reason_missing"
    message = N_("Say why.")


class KindUnknown(Refused):
    """A kind of activity that does not exist."""

    kind = "activity_kind_unknown"
    message = N_("Choose what kind of activity it is.")


class DueMissing(Refused):
    """An activity without a day, or with something that is none."""

    kind = "due_missing"
    message = N_("Say until when, as a date.")


class AssigneeUnknown(Refused):
    """No active user has this login."""

    kind = "assignee_unknown"
    message = N_("There is no user %(login)s. Choose somebody from the list.")


class AssigneeBlind(Refused):
    """The assignee would not be let in to the record."""

    kind = "assignee_blind"
    message = N_("%(login)s may not open this record, so the activity can't be given to that user. Choose another.")


class ActivityClosed(Refused):
    """Done or cancelled already."""

    kind = "activity_closed"
    message = N_("This activity is closed already.")


class StrangeNumbers(Refused):
    """The text holds ID numbers of people who are not on file; to be confirmed."""

    kind = "strange_id_numbers"
    message = N_(
        "The text holds ID numbers that belong to nobody on file here: %(numbers)s. This system keeps no data on people"
        " in the organisation's care. Take them out, or confirm that they are not such people's."
    )
