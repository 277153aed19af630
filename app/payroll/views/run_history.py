"""The side stream of a pay run: calculated, approved and paid by whom and when, from the audit log."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core import audit
from app.core.admin.pages import Happened, HistoryEntry, Stream
from app.core.admin.stream import clock_time, stream_of
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.payroll.views.wording import grouped, month_of

HOST = "payroll.run"
SENTENCES: Mapping[str, str] = {
    "run.calculate": N_("Calculated: %(count)s payslips"),
    "run.approve": N_("Approved and sealed"),
    "run.paid": N_("Marked as paid"),
}
HASH_SHOWN = 16


def stream(session: Session, run: Any) -> Stream:
    """Everything beside a run."""
    return stream_of(session, HOST, run.id, _happened(session, run))


def _happened(session: Session, run: Any) -> Iterator[Happened]:
    for one in audit.done_to(session, "payroll_runs", month_of(run.month), tuple(SENTENCES)):
        if json.loads(one.detail)["facts"].get("run", run.id) != run.id:
            continue  # the run of the same month at another legal entity
        text = _(SENTENCES[one.action]) % {"count": f"{one.count:,}"}
        content = _("Content %(hash)s…") % {"hash": grouped(one.content_hash[:HASH_SHOWN])} if one.content_hash else ""
        yield Happened(one.at, HistoryEntry(one.actor, clock_time(one.at), text, note=content))
