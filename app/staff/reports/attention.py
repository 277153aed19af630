"""What staff brings to the board of what needs attention: due dates, and what is missing of people."""

from functools import partial

from app.core.i18n import N_
from app.core.modules import Attention
from app.staff import queries

LABELS = {
    "contracts": N_("Contracts ending within 60 days"),
    "contracts-over": N_("Contracts ended without renewal"),
    "probation": N_("Probation tier ending within 30 days"),
    "retirement": N_("Statutory retirement within a year"),
    "registration": N_("Registrations ending within 90 days"),
    "registration-over": N_("Registrations that have ended"),
    "no-identity": N_("People without an ID number"),
    "no-bank": N_("People without a bank account"),
    "no-unit": N_("People without a unit"),
}
URGENT = frozenset({"contracts-over", "registration-over", "no-identity", "no-bank", "no-unit"})

ATTENTIONS = tuple(
    Attention(
        f"staff.{name}",
        LABELS[name],
        due.permission,
        partial(queries.due_count, name=name),
        f"/staff/due/{name}/?page=1",
        10 + place,
        "danger" if name in URGENT else "warning",
    )
    for place, (name, due) in enumerate(queries.DUE.items())
)
