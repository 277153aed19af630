"""Number sequences: how numbers are written, and which comes next."""

from typing import ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core.admin.pages import BoardPage, Button, Fact, Facts, Input, Notice, Panel, Table, text
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import ZiqiangError
from app.core.i18n import fill
from app.core.i18n import gettext as _
from app.core.sequences import SequenceLine, sequence_line, sequence_lines, skip_to
from app.core.settings import SETTINGS_OPEN, change_setting, setting_declared

HOME = "/sequences/"


class SequencesView(SecureView):
    """Number sequences."""

    endpoint: ClassVar[str] = "sequences"
    address: ClassVar[str] = "/sequences"

    @page("/", permission=SETTINGS_OPEN)
    def index(self, session: Session) -> Answer:
        """Every sequence one may change."""
        return _board(session)

    @action("/<sequence>", permission=SETTINGS_OPEN)
    def save(self, session: Session, sequence: str) -> Answer:
        """Change the pattern, the next number, or both."""
        line = sequence_line(session, sequence)
        try:
            with session.begin_nested():
                change_setting(session, sequence, request.form.get("pattern", line.pattern))
                wanted = request.form.get("next", type=int)
                if wanted is not None:
                    skip_to(session, sequence, wanted)
        except ZiqiangError as error:
            if error.status == 403:
                raise
            return _board(session, fill(error.message, error.values)), 422
        now = sequence_line(session, sequence)
        flash(_("Saved. The next number is %(number)s.") % {"number": now.following}, "good")
        return HOME


def _board(session: Session, error: str = "") -> BoardPage:
    panels = tuple(_panel(session, one) for one in sequence_lines(session))
    none = Table("", (), (), empty=_("No module here counts with numbers that you may change."))
    notices = (Notice(error, "danger"),) if error else ()
    blocks = panels or (Panel(_("Number sequences"), (none,)),)
    return BoardPage(_("Number sequences"), blocks, notices=notices)


def _panel(session: Session, line: SequenceLine) -> Panel:
    facts = (
        Fact(_("Pattern"), text(line.pattern)),
        Fact(_("Last given"), text(line.last or "—")),
        Fact(_("Next"), text(line.following)),
    )
    allowed = setting_declared(session, line.code).allowed
    asks = (
        Input("pattern", _("Pattern"), value=line.pattern, required=True, help=_(allowed)),
        Input(
            "next", _("Next number"), "number", str(line.last + 1), step="1",
            help=_("Only upwards, so that no number is given twice."),
        ),
    )  # fmt: skip
    change = Button(_("Change"), f"/sequences/{line.code}", "pencil", post=True, asks=asks)
    return Panel(_(line.label), (Facts("", facts),), buttons=(change,))
