"""The register: how many of each size are needed."""

from typing import ClassVar

from sqlalchemy.orm import Session

from app.core.admin.pages import BoardPage, Column, Row, Table, number, text
from app.core.admin.views import Answer, SecureView, page
from app.core.i18n import gettext as _
from ziqiang_uniforms import reports
from ziqiang_uniforms.permissions import SIZES_READ


class UniformsView(SecureView):
    """Uniform sizes."""

    endpoint: ClassVar[str] = "uniforms"
    address: ClassVar[str] = "/uniforms"

    @page("/", permission=SIZES_READ)
    def index(self, session: Session) -> Answer:
        """What an order for everybody employed today comes to."""
        rows = tuple(Row((text(_(one.what)), text(one.size), number(one.count))) for one in reports.needed(session))
        headings = (Column(_("Piece")), Column(_("Size")), Column(_("Number"), right=True))
        return BoardPage(_("Uniform sizes"), (Table("", headings, rows, empty=_("No sizes are recorded yet.")),))


VIEWS = (UniformsView,)
