"""The form by which HR decides on a change request, field by field."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.pages import Choice, FormPage, Input, InputGroup, Link, Notice
from app.core.errors import Stale, ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.identifiers import is_bank_card
from app.staff.forms import CHANGE, CORRECTION, MODES
from app.staff.queries import requests as asked
from app.staff.queries.requests import Line
from app.staff.rules.requests import ASKED
from app.staff.services import Decision, Verdict
from app.staff.views.request_parts import VERSION, Shown, versions_of

APPROVE, REFUSE, LATER = "approve", "refuse", "later"
VERDICTS = ((APPROVE, N_("Approve the change")), (REFUSE, N_("Refuse the change")), (LATER, N_("Decide later")))


def decision_of(shown: Shown, form: Mapping[str, str]) -> Decision:
    """What was decided in the form: fields left for later are not in it."""
    verdicts = {}
    for line in shown.lines:
        said = form.get(f"verdict-{line.id}", LATER)
        if line.state == ASKED and said in (APPROVE, REFUSE):
            verdicts[line.id] = Verdict(said == APPROVE, form.get(f"why-{line.id}", "").strip())
    return Decision(verdicts, _start(form), form.get("mode") == CORRECTION, versions_of(form))


def form_page(session: Session, shown: Shown, typed: Mapping[str, str], error: ZiqiangError | None = None) -> FormPage:
    """The form; after a stale save it shows what is recorded now, and saving again decides knowingly."""
    address = f"/staff/request/{shown.request.id}"
    groups = tuple(
        InputGroup(_(asked.askable_of(line).label), _inputs(session, shown, line, typed))
        for line in shown.lines
        if line.state == ASKED
    )
    mode = typed.get("mode", CHANGE)
    when = (
        Input("mode", _("What is it?"), "radio", mode, choices=tuple(Choice(code, _(label)) for code, label in MODES)),
        Input("start", _("From"), "date", _start(typed).isoformat(), required=True),
    )
    hidden = tuple((f"{VERSION}{kind}", version) for kind, version in shown.versions.items())
    return FormPage(
        _("Decide: %(number)s") % {"number": shown.request.number},
        (Link(_("Change requests"), "/staff/requests/"), Link(shown.request.number, address)),
        f"{address}/decide",
        (*groups, InputGroup(_("For what is approved"), when)),
        _("Save the decision"),
        address,
        hidden=hidden,
        errors=(in_words(error),) if error else (),
        notices=(Notice(f"{shown.name}: {shown.request.reason}"),),
    )


def in_words(error: ZiqiangError) -> str:
    """What went wrong, and what to do."""
    if isinstance(error, Stale):
        told = _("%(what)s has been changed by somebody else since you opened it.")
        said = told % {"what": _(str(error.values["what"]))}
        return f"{said} " + _("Compare both values below, then decide again.")
    return fill(error.message, error.values)


def _inputs(session: Session, shown: Shown, line: Line, typed: Mapping[str, str]) -> tuple[Input, ...]:
    one = asked.askable_of(line)
    after = asked.value_after(session, line)
    now, key = asked.shown(one, shown.now[one.key]) or _("empty"), str(line.id)
    if shown.overtaken(line):
        then = asked.shown(one, shown.before[line.id]) or _("empty")
        now = _("%(now)s (when she asked: %(then)s)") % {"now": now, "then": then}
    doubtful = one.secret and not is_bank_card(after)
    warning = _("The check digit does not fit a bank card: compare it with the proof.") if doubtful else ""
    second = _("A second person confirms it before it counts.") if one.two_people else ""
    verdict = typed.get(f"verdict-{key}", LATER)
    return (
        Input(f"now-{key}", _("Recorded now"), "fixed", now),
        Input(f"asked-{key}", _("Asked for"), "fixed", asked.shown(one, after) or _("empty"), help=warning),
        Input(
            f"verdict-{key}",
            _("Decision"),
            "radio",
            verdict,
            choices=tuple(Choice(code, _(label)) for code, label in VERDICTS),
            help=second,
        ),
        Input(f"why-{key}", _("Why"), "text", typed.get(f"why-{key}", ""), help=_("Needed when it is refused.")),
    )


def _start(form: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(form.get("start", ""))
    except ValueError:
        return clock.today()
