"""Why a form is not taken, bound or filled, and what to do."""

from app.core.errors import ZiqiangError
from app.core.i18n import N_


class FormRefused(ZiqiangError):
    """A file that can't be a template; the reason says why."""

    kind = "form_refused"
    message = N_("This form can't be taken: %(reason)s.")
    status = 422


class FormDamaged(FormRefused):
    """A workbook that can't be read to its end."""

    kind = "form_damaged"
    message = N_("The workbook is damaged and can't be read. Open it in Excel or WPS and save it anew.")


class OldFormat(FormRefused):
    """The format of Excel 97."""

    kind = "form_old_format"
    message = N_("This is no .xlsx workbook. Open it in Excel or WPS, save it as .xlsx and upload it again.")


class FormTooLarge(FormRefused):
    """A workbook that holds data rather than a form."""

    kind = "form_too_large"
    message = N_("The workbook is larger than a form: at most %(limit)s MB. Delete sheets and rows that are only data.")


class NameMissing(ZiqiangError):
    """A template without a name."""

    kind = "template_name_missing"
    message = N_("Say what the template is called.")
    status = 422


class NameTaken(ZiqiangError):
    """Two templates of one kind with the same name."""

    kind = "template_name_taken"
    message = N_("There is a template called %(name)s already. Upload a new version of it, or choose another name.")
    status = 422


class BindingWrong(ZiqiangError):
    """A binding that names no cell, no field, or rows that can't repeat; the reason says which."""

    kind = "binding_wrong"
    message = N_("%(place)s can't be bound: %(reason)s.")
    status = 422


class NothingBound(ZiqiangError):
    """A version is put in force before anything is bound."""

    kind = "nothing_bound"
    message = N_("Bind at least one cell before the template is used.")
    status = 422


class VersionInUse(ZiqiangError):
    """A version in force is not changed."""

    kind = "template_version_in_use"
    message = N_("This version is in use and stays as it is. Upload a new version to change the form or its bindings.")
    status = 409


class DayMissing(ZiqiangError):
    """No day, or none that can be read."""

    kind = "template_day_missing"
    message = N_("Say from which day on the template is used.")
    status = 422


class DayTaken(ZiqiangError):
    """Two versions of a template from the same day on."""

    kind = "template_day_taken"
    message = N_("Another version of this template is used from %(day)s on. Withdraw it first, or choose another day.")
    status = 422


class TooManyRows(ZiqiangError):
    """More rows than a form is filled with at once."""

    kind = "template_too_many_rows"
    message = N_("The form would get %(rows)s rows; at most %(limit)s are filled at once. Choose a smaller unit.")
    status = 422
