"""Named errors of the payroll module."""

from app.core.errors import ZiqiangError


class NoPayScale(ZiqiangError):
    """No scale version is in force in the month."""

    kind = "no_pay_scale"
    message = "No pay scale is in force in %(month)s: import one with: ziqiang import pay-scale FILE"


class SeveralLegalEntities(ZiqiangError):
    """Which legal entity is meant was not said."""

    kind = "several_legal_entities"
    message = "There are several legal entities; say which one with --entity: %(codes)s"


class UnreadableParameter(ZiqiangError):
    """A parameter's text is not a value of its kind."""

    kind = "unreadable_parameter"
    message = "A parameter of the pay scale cannot be read: %(problem)s. Correct the sheet 参数 and import it again."


class NoSuchRun(ZiqiangError):
    """There is no run for the month."""

    kind = "no_such_run"
    message = "There is no pay run for %(month)s: calculate it with: ziqiang payroll run %(month)s"
    status = 404


class RunApproved(ZiqiangError):
    """An approved run never changes."""

    kind = "run_approved"
    message = "The pay run of %(month)s is approved and never changes; later changes give differences."
    status = 409


class RecordsKept(ZiqiangError):
    """Sealed pay runs are inside their retention period."""

    kind = "records_kept"
    message = (
        "The pay records must be kept: %(runs)s sealed pay runs are inside their retention period of 30 years "
        "(会计档案管理办法), the last until %(until)s."
    )
    status = 409


class EarlierMonthMissing(ZiqiangError):
    """An earlier payment month of the tax year has no approved run."""

    kind = "earlier_month_missing"
    message = (
        "Payment month %(missing)s has no approved run, so the year's tax up to %(payment_month)s is not known. "
        "Approve that month first, or import the opening balances up to it."
    )
    status = 409


class MakerCannotApprove(ZiqiangError):
    """The one who made it cannot approve it."""

    kind = "maker_cannot_approve"
    message = "%(user)s made %(what)s and cannot approve it; a second person must."
    status = 403


class RunNotApprovable(ZiqiangError):
    """The run is in a state or has errors that forbid approval."""

    kind = "run_not_approvable"
    message = "The pay run of %(month)s cannot be approved: %(reason)s"
    status = 409


class RunChanged(ZiqiangError):
    """The content is not what the approver saw."""

    kind = "run_changed"
    message = "The pay run of %(month)s has changed since it was calculated: calculate it again."
    status = 409


class RunChangedSinceSeen(RunChanged):
    """The run was calculated anew while the approver looked at it."""

    message = (
        "The pay run of %(month)s was calculated anew after you opened its page. Look at it again before you decide."
    )


class RunNotPayable(ZiqiangError):
    """Only an approved run that is not paid yet can be marked as paid."""

    kind = "run_not_payable"
    message = "The pay run of %(month)s cannot be marked as paid: it is not approved, or it is marked already."
    status = 409


class NoSuchSlip(ZiqiangError):
    """The person has no slip in the run."""

    kind = "no_such_slip"
    message = "%(number)s has no slip in the pay run of %(month)s."
    status = 404


class PayFactAnsweredTwice(ZiqiangError):
    """Two answers for the same fact, person and day."""

    kind = "pay_fact_answered_twice"
    message = (
        "Modules %(module)s and %(other)s both say what %(name)s comes to for %(number)s on %(day)s. "
        "End or correct the record in one of them, then calculate again."
    )
    status = 409


class PayFactUnknown(ZiqiangError):
    """A module answered for a fact of which no installed module says what it means, or two do."""

    kind = "pay_fact_unknown"
    message = (
        "Module %(module)s answers for %(name)s, and what that means for pay is not declared by just one module "
        "(declared by: %(declared)s). Bring its modules up to date or uninstall them."
    )


class PayFactUnusable(ZiqiangError):
    """A module's answer cannot be used."""

    kind = "pay_fact_unusable"
    message = (
        "Module %(module)s gave an answer for %(name)s that cannot be used: %(problem)s. "
        "Bring the module up to date or uninstall it."
    )
