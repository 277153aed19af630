"""Named questions about the organisation's own forms."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.access import authorize_everywhere
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.modules import contributed
from app.core.privacy import Bound, decrypt_bytes
from app.core.workbook_templates.permissions import TEMPLATES_MANAGE
from app.core.workbook_templates.sources import FormSource
from app.core.workbook_templates.tables import IN_FORCE, WorkbookTemplate, WorkbookTemplateVersion


@dataclass(frozen=True, slots=True)
class InForce:
    """A template that is used on a day, with the version that holds then."""

    template: WorkbookTemplate
    version: WorkbookTemplateVersion


def sources(session: Session) -> Sequence[FormSource]:
    """The documents there may be own forms of, from whichever module brings them."""
    return [source for _module, source in contributed(session, FormSource)]


def source_named(session: Session, name: str) -> FormSource:
    """The document of that name; NotFound where no installed module brings it."""
    found = next((one for one in sources(session) if one.name == name), None)
    if found is None:
        raise NotFound(what=N_("kind of form"), key=name)
    return found


def all_versions(session: Session) -> Sequence[InForce]:
    """Every version of every template, newest first, for whoever keeps them."""
    authorize_everywhere(session, TEMPLATES_MANAGE)
    statement = (
        select(WorkbookTemplate, WorkbookTemplateVersion)
        .join(WorkbookTemplateVersion, WorkbookTemplateVersion.template_id == WorkbookTemplate.id)
        .order_by(WorkbookTemplate.source, WorkbookTemplate.name, WorkbookTemplateVersion.number.desc())
    )
    return [InForce(template, version) for template, version in session.execute(statement)]


def version_kept(session: Session, version_id: int) -> InForce:
    """One version with its template, for whoever keeps them."""
    authorize_everywhere(session, TEMPLATES_MANAGE)
    version = session.get(WorkbookTemplateVersion, version_id)
    if version is None:
        raise NotFound(what=N_("template"), key=version_id)
    return InForce(session.get_one(WorkbookTemplate, version.template_id), version)


def in_force(session: Session, names: Sequence[str], on: date) -> Sequence[InForce]:
    """The templates of some documents that are used on a day, each in the version that holds then."""
    version = WorkbookTemplateVersion
    statement = (
        select(WorkbookTemplate, version)
        .join(version, version.template_id == WorkbookTemplate.id)
        .where(WorkbookTemplate.source.in_(names), version.state == IN_FORCE, version.start <= on)
        .order_by(WorkbookTemplate.name, version.start)
    )
    latest = {template.id: InForce(template, found) for template, found in session.execute(statement)}
    return list(latest.values())


def content_of(session: Session, version: WorkbookTemplateVersion) -> bytes:
    """The workbook as it was uploaded."""
    return decrypt_bytes(session.info["keyring"], version.content_cipher, place_of(version.uid))


def place_of(uid: str) -> Bound:
    """What a form's bytes are bound to."""
    return Bound(WorkbookTemplateVersion.__tablename__, "content", uid)


def mark_of(version: WorkbookTemplateVersion) -> str:
    """What tells one state of the bindings from another, for forms that were opened before somebody else saved."""
    return hashlib.sha256(version.bindings.encode()).hexdigest()[:16]
