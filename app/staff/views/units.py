"""Units and legal entities on forms."""

from typing import Any, ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core import access, clock
from app.core.admin.inputs import inputs_of
from app.core.admin.pages import (
    BoardPage,
    Button,
    Column,
    Conflict,
    FormPage,
    InputGroup,
    Link,
    Row,
    Table,
    number,
    text,
)
from app.core.admin.versions import VERSION, conflict_of, version_of_values
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import NotFound, ZiqiangError
from app.core.forms import choices_of
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.staff import queries, services
from app.staff.forms import EntityForm, UnitForm
from app.staff.permissions import ORGANISATION_WRITE
from app.staff.services import UnitPlace

KINDS = (("branch", N_("Branch")), ("workstation", N_("Workstation")), ("office", N_("Office or department")))
OF_PARENT = 0
ORGANISATION, CONFIGURATION = "/staff/organisation/", "/staff/configuration/"


class UnitsView(SecureView):
    """Units."""

    endpoint: ClassVar[str] = "staff_units"
    address: ClassVar[str] = "/staff/units"

    @page("/", permission=ORGANISATION_WRITE)
    def index(self, session: Session) -> Answer:
        """The form for a new unit."""
        return _unit_page(_unit_form(session, {"start": clock.today()}), None)

    @action("/", permission=ORGANISATION_WRITE)
    def add(self, session: Session) -> Answer:
        """Make it, or come back with what is wrong."""
        form = _unit_form(session, {}, request.form)
        if not form.validate():
            return _unit_page(form, None), 422
        try:
            services.add_unit(session, form.code.data, form.kind.data, _place(form))
        except ZiqiangError as error:
            if error.status != 422:
                raise
            return _unit_page(form, None, fill(error.message, error.values)), 422
        flash(_("%(name)s is recorded.") % {"name": form.name.data}, "good")
        return ORGANISATION

    @page("/<int:unit_id>", permission=ORGANISATION_WRITE)
    def show(self, session: Session, unit_id: int) -> Answer:
        """The form of a unit as it is today."""
        placed = _placed(_unit(session, unit_id))
        access.authorize_at(session, ORGANISATION_WRITE, session.get_one(access.ScopeNode, unit_id).path)
        form = _unit_form(session, {**placed, "start": clock.today()}, unit_id=unit_id)
        return _unit_page(form, unit_id, version=version_of_values(placed))

    @action("/<int:unit_id>", permission=ORGANISATION_WRITE)
    def save(self, session: Session, unit_id: int) -> Answer:
        """Rename or move it from a day on."""
        placed = _placed(_unit(session, unit_id))
        access.authorize_at(session, ORGANISATION_WRITE, session.get_one(access.ScopeNode, unit_id).path)
        form, version = _unit_form(session, {}, request.form, unit_id), request.form.get(VERSION, "")
        if not form.validate():
            return _unit_page(form, unit_id, version=version), 422
        newest = version_of_values(placed)
        if version and version != newest:
            theirs = _unit_form(session, placed, unit_id=unit_id)
            conflict = conflict_of(form, theirs, request.path, ("start", "document", "note"))
            return _unit_page(form, unit_id, "", newest, conflict), 409
        try:
            services.place_unit(session, unit_id, _place(form))
        except ZiqiangError as error:
            if error.status != 422:
                raise
            return _unit_page(form, unit_id, fill(error.message, error.values), version), 422
        flash(_("Recorded."), "good")
        return ORGANISATION


class ConfigurationView(SecureView):
    """Posts, levels and legal entities."""

    endpoint: ClassVar[str] = "staff_configuration"
    address: ClassVar[str] = "/staff/configuration"

    @page("/", permission=ORGANISATION_WRITE)
    def index(self, session: Session) -> Answer:
        """What there is; posts, levels and steps come with the pay scale."""
        entities = queries.legal_entities(session)
        entity_rows = tuple(
            Row((text(entity.code), text(entity.name, f"{CONFIGURATION}entities/{entity.id}"))) for entity in entities
        )
        add = Button(_("Add"), f"{CONFIGURATION}entities/0", "plus")
        posts = tuple(Row((number(rank), text(name))) for rank, name in enumerate(queries.post_ids(session), start=1))
        levels = tuple(Row((text(name), number(steps))) for name, steps in queries.level_steps(session).items())
        coming = _("They come with the pay scale that names them.")
        return BoardPage(
            _("Configuration"),
            (
                Table(_("Legal entities"), (Column(_("Code")), Column(_("Full name"))), entity_rows, buttons=(add,)),
                Table(_("Posts"), (Column(_("Rank"), right=True), Column(_("Post"))), posts, empty=coming),
                Table(_("Levels"), (Column(_("Level")), Column(_("Steps"), right=True)), levels, empty=coming),
            ),
        )

    @page("/entities/<int:entity_id>", permission=ORGANISATION_WRITE)
    def entity(self, session: Session, entity_id: int) -> Answer:
        """The form of a legal entity; 0 for a new one."""
        form = _entity_form(session, entity_id)
        return _entity_page(form, entity_id, version=version_of_values(form.data) if entity_id else "")

    @action("/entities/<int:entity_id>", permission=ORGANISATION_WRITE)
    def save_entity(self, session: Session, entity_id: int) -> Answer:
        """Add or rename it."""
        form, version = _entity_form(session, entity_id, request.form), request.form.get(VERSION, "")
        if not form.validate():
            return _entity_page(form, entity_id, version=version), 422
        theirs = _entity_form(session, entity_id)
        newest = version_of_values(theirs.data)
        if entity_id and version and version != newest:
            return _entity_page(form, entity_id, "", newest, conflict_of(form, theirs, request.path)), 409
        try:
            if entity_id:
                services.rename_legal_entity(session, entity_id, form.name.data)
            else:
                services.add_legal_entity(session, form.code.data, form.name.data)
        except ZiqiangError as error:
            if error.status != 422:
                raise
            return _entity_page(form, entity_id, fill(error.message, error.values), version), 422
        flash(_("Recorded."), "good")
        return CONFIGURATION


def _unit(session: Session, unit_id: int) -> dict[str, Any]:
    row = queries.placements_on(session, clock.today()).get(unit_id)
    if row is None:
        raise NotFound(what="unit", key=unit_id)
    return row


def _placed(row: dict[str, Any]) -> dict[str, Any]:
    """What a unit is today, as its form says it."""
    names = ("name", "parent_id")
    return {**{name: row[name] for name in names}, "legal_entity_id": row["legal_entity_id"] or OF_PARENT}


def _unit_form(session: Session, values: dict[str, Any], typed: Any = None, unit_id: int | None = None) -> UnitForm:
    form = UnitForm(typed, data=values)
    paths = queries.unit_paths(queries.placements_on(session, clock.today()))
    form.parent_id.choices = choices_of((key, " / ".join(filter(None, path))) for key, path in paths.items())
    entities = [(entity.id, entity.name) for entity in queries.legal_entities(session)]
    form.legal_entity_id.choices = choices_of([(OF_PARENT, _("As the unit above")), *entities])
    form.kind.choices = choices_of((code, _(label)) for code, label in KINDS)
    if unit_id is not None:
        del form.code, form.kind
    return form


def _place(form: UnitForm) -> UnitPlace:
    entity = form.legal_entity_id.data or None
    note = form.note.data
    return UnitPlace(form.name.data, form.parent_id.data, entity, form.start.data, form.document.data, note)


def _unit_page(
    form: UnitForm, unit_id: int | None, error: str = "", version: str = "", conflict: Conflict | None = None
) -> FormPage:
    title = _("New unit") if unit_id is None else _("Change a unit")
    return FormPage(
        title,
        (Link(_("Organisation"), ORGANISATION),),
        f"/staff/units/{'' if unit_id is None else unit_id}",
        (InputGroup(title, inputs_of(form)),),
        _("Save"),
        ORGANISATION,
        version,
        errors=(error,) if error else (),
        conflict=conflict,
    )


def _entity_form(session: Session, entity_id: int, typed: Any = None) -> EntityForm:
    found = next((entity for entity in queries.legal_entities(session) if entity.id == entity_id), None)
    if entity_id and found is None:
        raise NotFound(what="legal entity", key=entity_id)
    form = EntityForm(typed, data={"code": found.code, "name": found.name} if found else {})
    if found is not None:
        del form.code
    return form


def _entity_page(
    form: EntityForm, entity_id: int, error: str = "", version: str = "", conflict: Conflict | None = None
) -> FormPage:
    title = _("Legal entity") if entity_id else _("New legal entity")
    return FormPage(
        title,
        (Link(_("Configuration"), CONFIGURATION),),
        f"{CONFIGURATION}entities/{entity_id}",
        (InputGroup(title, inputs_of(form)),),
        _("Save"),
        CONFIGURATION,
        version,
        errors=(error,) if error else (),
        conflict=conflict,
    )
