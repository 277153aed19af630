"""The form that takes a workbook: as a new template, or as a new version of one there is."""

from flask import request
from sqlalchemy.orm import Session

from app.core.admin.pages import Choice, FormPage, Input, InputGroup, Link
from app.core.admin.workbook_parts import LIST_URL, version_url
from app.core.i18n import gettext as _
from app.core.workbook_templates import looking
from app.core.workbook_templates.package import LARGEST


def upload_form(session: Session, source: str, name: str, error: str = "") -> FormPage:
    """For a new template, or (?version=) for a new version of one there is."""
    known = request.args.get("version", type=int)
    help_text = _("An .xlsx workbook without macros, at most %(limit)s MB.") % {"limit": LARGEST >> 20}
    file = Input("file", _("Workbook"), "file", required=True, wide=True, accept=".xlsx", help=help_text)
    hint = _("The form stays as it is: headings, widths, formulas, pictures and print settings.")
    if known:
        kept = looking.version_kept(session, known)
        crumbs = (Link(_("Own forms"), LIST_URL), Link(kept.template.name, version_url(known)))
        group = InputGroup(kept.template.name, (file,), hint)
        return FormPage(
            _("New version"), crumbs, f"{version_url(known)}/upload", (group,), _("Upload"), version_url(known)
        )
    choices = tuple(Choice(one.name, _(one.label)) for one in looking.sources(session))
    inputs = (
        Input("source", _("For"), "select", source, choices=choices),
        Input("name", _("Name of the template"), value=name, help=_("Left empty: the name of the file.")),
        file,
    )
    home = (Link(_("Own forms"), LIST_URL),)
    errors = (error,) if error else ()
    return FormPage(
        _("Upload a form"),
        home,
        f"{LIST_URL}new",
        (InputGroup("", inputs, hint),),
        _("Upload"),
        LIST_URL,
        errors=errors,
    )
