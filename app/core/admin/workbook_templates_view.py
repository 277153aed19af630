"""The organisation's own forms: their list, uploading one, binding its cells, the preview, and drawing with one."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import ClassVar

from flask import Response, flash, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from app.core import audit, clock
from app.core.access import LOGGED_IN, authorize_everywhere
from app.core.admin.downloads import download
from app.core.admin.pages import (
    BoardPage,
    Button,
    Column,
    Input,
    Row,
    Table,
    day,
    number,
    pill,
    text,
)
from app.core.admin.pages.workbooks import WorkbookPage
from app.core.admin.views import Answer, SecureView, action, log_reading, page
from app.core.admin.workbook_parts import LIST_URL, TONES, version_url, workbook_page
from app.core.admin.workbook_upload import upload_form
from app.core.errors import Stale, ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.modules import Drawn
from app.core.privacy import MaskKind, mask
from app.core.workbook_templates import keeping, looking
from app.core.workbook_templates.bindings import Bindings
from app.core.workbook_templates.drawing import draw, preview
from app.core.workbook_templates.editing import with_cell, with_rows
from app.core.workbook_templates.errors import DayMissing
from app.core.workbook_templates.looking import InForce
from app.core.workbook_templates.package import LARGEST, opened
from app.core.workbook_templates.permissions import TEMPLATES_MANAGE
from app.core.workbook_templates.tables import DRAFT, IN_FORCE
from app.core.workbook_templates.trying import checked_form

BOUND = N_("Cells bound")
COLUMNS = (N_("Template"), N_("For"), N_("Version"), N_("State"), N_("From"), BOUND, N_("File"), N_("By"))


class WorkbookTemplatesView(SecureView):
    """Own forms."""

    endpoint: ClassVar[str] = "templates"
    address: ClassVar[str] = "/templates"

    @page("/", permission=TEMPLATES_MANAGE)
    def index(self, session: Session) -> Answer:
        """The templates of every document, with their versions."""
        found = looking.all_versions(session)
        labels = {source.name: _(source.label) for source in looking.sources(session)}
        rows = tuple(_line(one, labels) for one in found if one.template.source in labels)
        empty = _("There is no form of your own yet: the built-in ones are used.")
        table = Table("", tuple(Column(_(one), right=one == BOUND) for one in COLUMNS), rows, empty=empty)
        return BoardPage(
            _("Own forms"),
            (table,),
            subtitle=_("Documents in the organisation's own XLSX forms"),
            buttons=(Button(_("Upload a form"), f"{LIST_URL}new", "upload", "primary"),),
        )

    @page("/new", permission=TEMPLATES_MANAGE)
    def new(self, session: Session) -> Answer:
        """The form that takes a workbook."""
        authorize_everywhere(session, TEMPLATES_MANAGE)
        return upload_form(session, request.args.get("source", ""), "")

    @action("/new", permission=TEMPLATES_MANAGE)
    def upload(self, session: Session) -> Answer:
        """Take a workbook as a new template: checked before anything is written."""
        authorize_everywhere(session, TEMPLATES_MANAGE)
        source, name = request.form.get("source", ""), request.form.get("name", "")
        try:
            file_name, content = _sent()
            version, strange = keeping.upload(
                session, source, name or file_name.removesuffix(".xlsx"), file_name, content
            )
        except ZiqiangError as error:
            if error.status != 422:
                raise
            return upload_form(session, source, name, fill(error.message, error.values)), 422
        return _uploaded(version.id, Bindings.from_json(version.bindings).count, strange)

    @page("/version/<int:template_version>", permission=TEMPLATES_MANAGE)
    def show(self, session: Session, template_version: int) -> Answer:
        """A version: its sheet, and while it is a draft the forms to bind its cells."""
        return _page(session, template_version)

    @action("/version/<int:template_version>/bind", permission=TEMPLATES_MANAGE)
    def bind(self, session: Session, template_version: int) -> Answer:
        """Bind one cell to a field, or take its binding away."""
        asked = request.form
        table, _colon, field = asked.get("field", "").partition(":")
        kept = looking.version_kept(session, template_version)
        sheet, cell = asked.get("sheet", ""), asked.get("cell", "")
        try:
            bindings = with_cell(
                Bindings.from_json(kept.version.bindings), sheet, cell, table, field,
                asked.get("before", ""), asked.get("after", ""),
            )  # fmt: skip
            keeping.bind(session, template_version, bindings, asked.get("seen", ""))
        except ZiqiangError as error:
            return _again(session, template_version, error)
        return version_url(template_version, sheet=sheet, cell=cell)

    @action("/version/<int:template_version>/rows", permission=TEMPLATES_MANAGE)
    def rows(self, session: Session, template_version: int) -> Answer:
        """Say which rows repeat for a table; none, when no row is given."""
        asked, sheet = request.form, request.form.get("sheet", "")
        first, last, height = (asked.get(name, type=int) or 0 for name in ("first", "last", "height"))
        kept = looking.version_kept(session, template_version)
        try:
            bindings = Bindings.from_json(kept.version.bindings)
            changed = with_rows(bindings, sheet, asked.get("table", ""), first, last or first, height or 1)
            keeping.bind(session, template_version, changed, asked.get("seen", ""))
        except ZiqiangError as error:
            return _again(session, template_version, error)
        return version_url(template_version, sheet=sheet)

    @action("/version/<int:template_version>/labels", permission=TEMPLATES_MANAGE)
    def labels(self, session: Session, template_version: int) -> Answer:
        """Bind anew by the labels of the form."""
        kept = looking.version_kept(session, template_version)
        source = looking.source_named(session, kept.template.source)
        found = keeping.by_labels(opened(looking.content_of(session, kept.version)), source)
        keeping.bind(session, template_version, found, looking.mark_of(kept.version))
        flash(_("%(count)s cells were bound by their labels. Check them.") % {"count": found.count}, "good")
        return version_url(template_version)

    @action("/version/<int:template_version>/in-force", permission=TEMPLATES_MANAGE)
    def put_in_force(self, session: Session, template_version: int) -> Answer:
        """Use the version from a day on."""
        try:
            keeping.put_in_force(session, template_version, _day(request.form.get("start", "")))
        except ZiqiangError as error:
            return _again(session, template_version, error)
        flash(_("The form is used from that day on."), "good")
        return version_url(template_version)

    @action("/version/<int:template_version>/withdraw", permission=TEMPLATES_MANAGE)
    def withdraw(self, session: Session, template_version: int) -> Answer:
        """Use the version no more."""
        keeping.withdraw(session, template_version)
        return LIST_URL

    @action("/version/<int:template_version>/upload", permission=TEMPLATES_MANAGE)
    def upload_version(self, session: Session, template_version: int) -> Answer:
        """A new version of the same template."""
        looking.version_kept(session, template_version)
        try:
            file_name, content = _sent()
            version, strange = keeping.upload_version(session, template_version, file_name, content)
        except ZiqiangError as error:
            return _again(session, template_version, error)
        return _uploaded(version.id, Bindings.from_json(version.bindings).count, strange)

    @page("/version/<int:template_version>/file", permission=TEMPLATES_MANAGE)
    def file(self, session: Session, template_version: int) -> Answer:
        """The workbook as it was uploaded."""
        kept = looking.version_kept(session, template_version)
        return download(looking.content_of(session, kept.version), kept.version.file_name)

    @page("/version/<int:template_version>/preview", permission=TEMPLATES_MANAGE)
    def preview(self, session: Session, template_version: int) -> Answer:
        """The form filled with the newest record, or with invented values for whoever may not read that."""
        kept = looking.version_kept(session, template_version)
        drawn, record = preview(session, template_version)
        return _given(drawn, kept, record or 0, "template.preview")

    @page("/draw/<source>/<int:record_id>", permission=LOGGED_IN)
    def draw(self, session: Session, source: str, record_id: int) -> Answer:
        """A document with the organisation's own form; that it was given out is logged before it is sent."""
        asked = request.args
        on = _day(asked["day"]) if asked.get("day") else None
        drawn, kept = draw(session, source, asked.get("template", 0, type=int), record_id, on, asked.get("unit", ""))
        return _given(drawn, kept, record_id, "template.draw", asked.get("unit", ""))


def _given(drawn: Drawn, kept: InForce, record_id: int, what: str, unit: str = "") -> Response:
    log_reading(
        audit.Kind.EXPORT,
        what,
        object_table=kept.template.source,
        object_key=record_id,
        content_hash=hashlib.sha256(drawn.content).hexdigest(),
        detail={"template": kept.template.name, "version": kept.version.number, **({"unit": unit} if unit else {})},
    )
    return download(drawn.content, drawn.file_name)


def _line(one: InForce, labels: Mapping[str, str]) -> Row:
    version = one.version
    bound = Bindings.from_json(version.bindings).count
    return Row(
        (
            text(one.template.name, version_url(version.id)),
            text(labels[one.template.source]),
            text(version.number),
            pill(_(keeping.STATES[version.state]), TONES[version.state]),
            day(version.start if version.state == IN_FORCE else None),
            number(bound),
            text(version.file_name, f"{version_url(version.id)}/file"),
            text(version.made_by),
        )
    )


def _sent() -> tuple[str, bytes]:
    """The name and the checked bytes of the workbook that was sent."""
    sent: FileStorage | None = request.files.get("file")
    content = sent.stream.read(LARGEST + 1) if sent is not None else b""
    checked_form(content)
    return (sent.filename or "form.xlsx" if sent else "form.xlsx"), content


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise DayMissing() from error


def _uploaded(version_id: int, bound: int, strange: tuple[str, ...]) -> str:
    if bound:
        flash(_("%(count)s cells were bound by their labels. Check them.") % {"count": bound}, "good")
    if strange:
        shown = ", ".join(mask(MaskKind.ID_NUMBER, one) for one in strange[:5])
        said = _("The form holds ID numbers that belong to nobody on file here: %(numbers)s. Upload it empty.")
        flash(said % {"numbers": shown}, "warning")
    return version_url(version_id)


def _page(session: Session, version_id: int, error: str = "") -> WorkbookPage:
    kept = looking.version_kept(session, version_id)
    source = looking.source_named(session, kept.template.source)
    package = opened(looking.content_of(session, kept.version))
    asked = request.values
    shown = workbook_page(kept, source, package, asked.get("sheet", ""), asked.get("cell", ""), error)
    return replace(shown, buttons=_buttons(kept))


def _again(session: Session, version_id: int, error: ZiqiangError) -> Answer:
    """The page again with what is wrong."""
    if error.status not in (409, 422) and not isinstance(error, Stale):
        raise error
    return _page(session, version_id, fill(error.message, error.values)), error.status


def _buttons(kept: InForce) -> tuple[Button, ...]:
    at, version = version_url(kept.version.id), kept.version
    start = Input("start", _("From which day on?"), "date", clock.today().isoformat(), required=True)
    found = [Button(_("Preview"), f"{at}/preview", "eye")]
    if version.state != IN_FORCE:
        found.append(Button(_("Use from a day on"), f"{at}/in-force", "check", "primary", post=True, asks=(start,)))
    if version.state == DRAFT:
        asked = _("Bind anew by the labels of the form? The present bindings are replaced.")
        found.append(Button(_("Bind by labels"), f"{at}/labels", "bolt", post=True, confirm=asked))
    else:
        found.append(Button(_("New version"), f"{LIST_URL}new?version={version.id}", "upload"))
    if version.state == IN_FORCE:
        asked = _("Use this version no more? Documents of its days fall back to an earlier one, or the built-in one.")
        found.append(Button(_("Withdraw"), f"{at}/withdraw", "ban", "danger", post=True, confirm=asked))
    found.append(Button(_("The form itself"), f"{at}/file", "download"))
    return tuple(found)
