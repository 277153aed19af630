"""The encrypted values of a file, masked, each with the form that reveals it for a reason."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core import audit
from app.core.admin.pages import Button, Fact, Facts, Input, text
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.staff.reports import Profile

SECRETS = {"id_number": N_("ID number"), "bank_account": N_("Bank card")}


def reveal_button(url: str, hidden: tuple[tuple[str, str], ...] = ()) -> Button:
    """The button that asks what a value is needed for before it is shown."""
    reason = Input("reason", _("What do you need it for?"), required=True)
    return Button(_("Show (will be logged)"), url, "eye", post=True, asks=(reason,), hidden=hidden)


def log_reveal(session: Session, number: str, detail: Mapping[str, Any]) -> None:
    """Log that an encrypted value of an employee is shown in full, and what for."""
    audit.record(
        session,
        "secret.reveal",
        kind=audit.Kind.READ,
        object_table="staff_employees",
        object_key=number,
        detail=detail,
    )


def secret_facts(profile: Profile, shown: Mapping[str, str], address: str, may_reveal: bool) -> Facts:
    """Each encrypted value, masked until it is in `shown`; `address` is the page that takes reveal/<its name>."""
    facts = []
    for code, label in SECRETS.items():
        masked = profile.masked.get(code, "")
        asks = bool(masked) and code not in shown and may_reveal
        button = reveal_button(f"{address}/reveal/{code}") if asks else None
        facts.append(Fact(_(label), text(shown.get(code, masked)), button))
    return Facts(_("Identification"), tuple(facts))
