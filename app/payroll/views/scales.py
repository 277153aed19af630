"""The list of versions of the pay scale, the parameters and the contribution rates."""

from collections.abc import Sequence
from typing import ClassVar

from sqlalchemy.orm import Session

from app.core.access import may
from app.core.admin.lists import Dimension, ListField, ListView, Record
from app.core.admin.pages import Button, pill
from app.core.db import AnySelect
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.tables.layout import Kind
from app.payroll.permissions import SCALE_READ, SCALE_WRITE
from app.payroll.queries import scale_lists
from app.payroll.queries.scale_lists import VERSIONS
from app.payroll.rules.names import VERSION_KINDS, VERSION_STATES

SCALES_URL = "/payroll/scales/"


class ScalesView(ListView):
    """Versions of the pay scale, the parameters and the rates."""

    endpoint: ClassVar[str] = "payroll_scales"
    address: ClassVar[str] = "/payroll/scales"
    permission: ClassVar[str] = SCALE_READ
    title: ClassVar[str] = N_("Pay scales")
    empty: ClassVar[str] = N_("There is no pay scale yet. Import one.")
    default_sort: ClassVar[str] = "-start"
    keys = (VERSIONS.id,)
    fields = (
        ListField(
            "kind",
            N_("Kind"),
            lambda record, names: _(VERSION_KINDS.get(record["kind"], record["kind"])),
            order=(VERSIONS.kind,),
        ),
        ListField("start", N_("In force from"), lambda record, names: record["start"], Kind.DATE, (VERSIONS.start,)),
        ListField(
            "state",
            N_("State"),
            lambda record, names: _(VERSION_STATES.get(record["state"], record["state"])),
            order=(VERSIONS.state,),
            draw=lambda record, names: pill(
                _(VERSION_STATES.get(record["state"], record["state"])),
                "warning" if record["state"] == "draft" else "good",
            ),
        ),
        ListField("documents", N_("Authorised by"), lambda record, names: record["documents"], width_mm=60),
        ListField("made_by", N_("Made by"), lambda record, names: record["made_by"], order=(VERSIONS.made_by,)),
        ListField(
            "approved_by",
            N_("Approved by"),
            lambda record, names: record["approved_by"],
            order=(VERSIONS.approved_by,),
        ),
    )
    dimensions = (
        Dimension(
            "kind",
            N_("Kind"),
            VERSIONS.kind,
            called=lambda value, names: _(VERSION_KINDS.get(value, value)),
            facet=True,
        ),
        Dimension(
            "state",
            N_("State"),
            VERSIONS.state,
            called=lambda value, names: _(VERSION_STATES.get(value, value)),
            facet=True,
        ),
        Dimension("start", N_("In force from"), VERSIONS.start, "date"),
    )

    def statement(self, session: Session) -> AnySelect:
        """Every version known now."""
        return scale_lists.versions_list()

    def completed(self, session: Session, records: Sequence[Record]) -> Sequence[Record]:
        """The versions, each with its documents."""
        documents = scale_lists.documents_of(session, [record["key"] for record in records])
        return [{**record, "documents": "、".join(documents.get(record["key"], ()))} for record in records]

    def record_url(self, record: Record) -> str:
        """The version's page."""
        return f"{SCALES_URL}{record['key']}/"

    def buttons(self, session: Session) -> tuple[Button, ...]:
        """Import, for those who may."""
        return (Button(_("Import"), "/imports/pay-scale", "upload"),) if may(session, SCALE_WRITE) else ()
