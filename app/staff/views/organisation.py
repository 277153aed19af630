"""The organisation tree as at a day."""

from typing import ClassVar

from sqlalchemy.orm import Session

from app.core.access import may
from app.core.admin.pages import Button, Node, TreePage
from app.core.admin.views import Answer, SecureView, page
from app.core.i18n import gettext as _
from app.staff import reports
from app.staff.permissions import ORGANISATION_WRITE, STAFF_READ
from app.staff.reports import UnitFigures
from app.staff.views.employee import as_at, day_asked


class OrganisationView(SecureView):
    """Organisation."""

    endpoint: ClassVar[str] = "staff_organisation"
    address: ClassVar[str] = "/staff/organisation"

    @page("/", permission=STAFF_READ)
    def index(self, session: Session) -> Answer:
        """The tree with how many people work where."""
        on = day_asked()
        may_write = may(session, ORGANISATION_WRITE)
        return TreePage(
            _("Organisation"),
            tuple(_node(unit, 0, may_write) for unit in reports.organisation(session, on)),
            _buttons() if may_write else (),
            as_at=as_at(session, "/staff/organisation/", on),
            empty=_("There is no unit yet. Import the organisation."),
        )


def _buttons() -> tuple[Button, ...]:
    return (
        Button(_("New unit"), "/staff/units/", "plus", "primary"),
        Button(_("Import"), "/imports/organisation", "upload"),
    )


def _node(unit: UnitFigures, depth: int, may_write: bool) -> Node:
    people = _("%(people)s people") % {"people": unit.people}
    children = tuple(_node(one, depth + 1, may_write) for one in unit.children)
    url = f"/staff/units/{unit.unit_id}" if may_write and depth else ""
    if depth == 1 and not may_write:
        url = f"/staff/employees/?f.branch={unit.unit_id}"
    return Node(unit.name, url, unit.code, people, children=children, open=depth == 0)
