"""The verbs: upload a form, bind its cells, put it in force from a day on, withdraw it. Each is logged."""

import hashlib
import secrets
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import actor_of, authorize_everywhere
from app.core.errors import Stale
from app.core.i18n import N_
from app.core.identifiers import find_id_numbers
from app.core.privacy import encrypt_bytes, strange_id_numbers
from app.core.workbook_templates.bindings import Bindings, check
from app.core.workbook_templates.errors import (
    BindingWrong,
    DayTaken,
    NameMissing,
    NameTaken,
    NothingBound,
    VersionInUse,
)
from app.core.workbook_templates.grid import grid_of
from app.core.workbook_templates.looking import content_of, mark_of, place_of, source_named, version_kept
from app.core.workbook_templates.package import Package, opened
from app.core.workbook_templates.permissions import TEMPLATES_MANAGE
from app.core.workbook_templates.sources import FormSource
from app.core.workbook_templates.suggesting import suggested, texts_of
from app.core.workbook_templates.tables import DRAFT, IN_FORCE, WITHDRAWN, WorkbookTemplate, WorkbookTemplateVersion

LONGEST_NAME = 60


def upload(
    session: Session, source_name: str, name: str, file_name: str, content: bytes
) -> tuple[WorkbookTemplateVersion, tuple[str, ...]]:
    """A new template with the checked content of a form; its version, and ID numbers in it of nobody on file here."""
    authorize_everywhere(session, TEMPLATES_MANAGE)
    source, name = source_named(session, source_name), name.strip()[:LONGEST_NAME]
    if not name:
        raise NameMissing()
    same = (WorkbookTemplate.source == source_name, WorkbookTemplate.name == name)
    if session.scalar(select(WorkbookTemplate.id).where(*same)) is not None:
        raise NameTaken(name=name)
    template = WorkbookTemplate(source=source_name, name=name)
    session.add(template)
    session.flush()
    return _add_version(session, template, source, file_name, content, Bindings())


def upload_version(
    session: Session, version_id: int, file_name: str, content: bytes
) -> tuple[WorkbookTemplateVersion, tuple[str, ...]]:
    """A new version of a version's template; it begins with that one's bindings where they fit."""
    kept = version_kept(session, version_id)
    source = source_named(session, kept.template.source)
    before = Bindings.from_json(kept.version.bindings)
    try:
        check(before, source, [sheet.name for sheet in opened(content).sheets])
    except BindingWrong:
        before = Bindings()
    return _add_version(session, kept.template, source, file_name, content, before)


def _add_version(
    session: Session,
    template: WorkbookTemplate,
    source: FormSource,
    file_name: str,
    content: bytes,
    bindings: Bindings,
) -> tuple[WorkbookTemplateVersion, tuple[str, ...]]:
    package, uid = opened(content), secrets.token_hex(16)
    found = bindings if bindings.count else by_labels(package, source)
    of_template = select(func.max(WorkbookTemplateVersion.number)).where(
        WorkbookTemplateVersion.template_id == template.id
    )
    version = WorkbookTemplateVersion(
        uid=uid,
        template_id=template.id,
        number=(session.scalar(of_template) or 0) + 1,
        file_name=file_name[-200:],
        content_cipher=encrypt_bytes(session.info["keyring"], content, place_of(uid)),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        bindings=found.to_json(),
        state=DRAFT,
        made_by=actor_of(session).login,
        made_at=clock.now(),
    )
    session.add(version)
    session.flush()
    _log(session, version, "template.upload", {"template": template.name, "source": template.source})
    return version, strange_id_numbers(session, find_id_numbers(texts_of(package)))


def by_labels(package: Package, source: FormSource) -> Bindings:
    """What the labels of a form suggest; nothing where they contradict each other."""
    found = suggested({sheet.name: grid_of(package, sheet) for sheet in package.sheets}, source)
    try:
        check(found, source, [sheet.name for sheet in package.sheets])
    except BindingWrong:
        return Bindings()
    return found


def bind(session: Session, version_id: int, bindings: Bindings, seen: str) -> None:
    """Store the bindings of a draft, unless somebody stored others since they were `seen`."""
    kept = version_kept(session, version_id)
    if kept.version.state != DRAFT:
        raise VersionInUse()
    if seen != mark_of(kept.version):
        raise Stale(what=kept.template.name)
    source = source_named(session, kept.template.source)
    sheets = [sheet.name for sheet in opened(content_of(session, kept.version)).sheets]
    check(bindings, source, sheets)
    kept.version.bindings = bindings.to_json()
    session.flush()
    _log(session, kept.version, "template.bind", {"bound": bindings.count})


def put_in_force(session: Session, version_id: int, start: date) -> None:
    """Use a version from a day on; earlier versions go on serving the days before."""
    kept = version_kept(session, version_id)
    if kept.version.state == IN_FORCE:
        raise VersionInUse()
    if not Bindings.from_json(kept.version.bindings).count:
        raise NothingBound()
    other = select(WorkbookTemplateVersion.id).where(
        WorkbookTemplateVersion.template_id == kept.template.id,
        WorkbookTemplateVersion.state == IN_FORCE,
        WorkbookTemplateVersion.start == start,
    )
    if session.scalar(other) is not None:
        raise DayTaken(day=start.isoformat())
    kept.version.start = start
    _decide(session, kept.version, IN_FORCE, "template.put_in_force", {"start": start.isoformat()})


def withdraw(session: Session, version_id: int) -> None:
    """Use a version no more; it stays to be looked at."""
    kept = version_kept(session, version_id)
    _decide(session, kept.version, WITHDRAWN, "template.withdraw", {})


def _decide(
    session: Session, version: WorkbookTemplateVersion, state: str, action: str, detail: dict[str, object]
) -> None:
    version.state, version.decided_by, version.decided_at = state, actor_of(session).login, clock.now()
    session.flush()
    _log(session, version, action, detail)


def _log(session: Session, version: WorkbookTemplateVersion, action: str, detail: dict[str, object]) -> None:
    audit.record(
        session,
        action,
        object_table=WorkbookTemplateVersion.__tablename__,
        object_key=version.id,
        content_hash=version.sha256,
        detail={"version": version.number, "bindings": mark_of(version), **detail},
    )


STATES = {DRAFT: N_("Draft"), IN_FORCE: N_("In use"), WITHDRAWN: N_("Withdrawn")}
"""The states of a version, in words."""
