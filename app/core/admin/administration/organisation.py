"""Names and logo of the organisation, for documents and the frame."""

from typing import ClassVar

from flask import Response, flash, request
from sqlalchemy.orm import Session

from app.core.access import LOGGED_IN, authorize_everywhere
from app.core.admin.pages import FormPage, Input, InputGroup
from app.core.admin.views import Answer, SecureView, action, page
from app.core.attachments import checked
from app.core.errors import NotFound, ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.settings import NAME, ORGANISATION_MANAGE, SHORT_NAME, change_setting, read_setting
from app.core.settings.pictures import logo, logo_digest, remove_logo, set_logo

HOME = "/organisation/"
LARGEST = 4 * 1024 * 1024
PICTURES = frozenset({"image/png", "image/jpeg"})


class NoPicture(ZiqiangError):
    """A file that is no picture."""

    kind = "no_picture"
    message = N_("A logo is a picture: PNG or JPEG, at most 4 MB.")
    status = 422


class OrganisationView(SecureView):
    """Names and logo."""

    endpoint: ClassVar[str] = "organisation_names"
    address: ClassVar[str] = "/organisation"

    @page("/", permission=ORGANISATION_MANAGE)
    def index(self, session: Session) -> Answer:
        """The form, filled with what is in force."""
        return _form(session)

    @action("/", permission=ORGANISATION_MANAGE)
    def save(self, session: Session) -> Answer:
        """Change the names and the logo, all or nothing."""
        try:
            with session.begin_nested():
                for code in (NAME, SHORT_NAME):
                    change_setting(session, code, request.form.get(code, ""))
                _change_logo(session)
        except ZiqiangError as error:
            if error.status == 403:
                raise
            return _form(session, fill(error.message, error.values)), 422
        flash(_("Saved."), "good")
        return HOME

    @page("/logo.png", permission=LOGGED_IN)
    def logo(self, session: Session) -> Answer:
        """The logo, for the frame."""
        found = logo(session)
        if found is None:
            raise NotFound(what=N_("logo"), key="-")
        return Response(found, mimetype="image/png")


def _change_logo(session: Session) -> None:
    sent = request.files.get("logo")
    if request.form.get("remove"):
        remove_logo(session)
    elif sent is not None and sent.filename:
        file = checked(sent.filename, sent.stream.read(LARGEST + 1))
        if file.kind.media_type not in PICTURES or len(file.content) > LARGEST:
            raise NoPicture()
        set_logo(session, file.content)  # a picture that was checked has been drawn anew


def _form(session: Session, error: str = "") -> FormPage:
    authorize_everywhere(session, ORGANISATION_MANAGE)
    names = tuple(_name(session, code) for code in (NAME, SHORT_NAME))
    there = logo_digest(session)
    file = Input(
        "logo", _("Logo"), "file", accept=".png,.jpg,.jpeg", help=_("PNG or JPEG; it is drawn anew and kept small.")
    )
    remove = Input("remove", _("Be without a logo"), "checkbox")
    said = _("There is a logo; it stands in the bar above and on documents.") if there else _("There is no logo yet.")
    groups = (
        InputGroup(_("Names"), names),
        InputGroup(_("Logo"), (file, remove) if there else (file,), said),
    )
    errors = (error,) if error else ()
    return FormPage(_("Names and logo"), (), HOME, groups, _("Save"), "/settings/", errors=errors)


def _name(session: Session, code: str) -> Input:
    line = read_setting(session, code)
    value = request.form.get(code, line.text)
    return Input(code, _(line.setting.label), value=value, help=_(line.setting.allowed), wide=True)
