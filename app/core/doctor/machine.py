"""The machine around the data: keys, disk, clock, fonts, and how old the newest backup is."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.audit import AuditBatch, AuditEntry
from app.core.demo import LOADED, MARK
from app.core.doctor.findings import Finding, error, fine, warning
from app.core.errors import ZiqiangError
from app.core.i18n import N_, fill
from app.core.privacy import Keyring
from app.core.settings import setting

MEGABYTE = 1 << 20
LITTLE_SPACE, SCARCE_SPACE = 2048, 256
BACKUP_AGE = timedelta(days=7)
AHEAD = timedelta(minutes=5)
OLDEST_YEAR = 2026
SAMPLE = "苏州市自强服务总社发放表¥"


def keys(data_dir: Path) -> Iterator[Finding]:
    """Whether the key file is there, readable by its owner alone, and the folder closed to others."""
    try:
        Keyring.load(data_dir)
    except ZiqiangError as failure:
        yield error(
            N_("the keys cannot be used: %(reason)s"),
            N_("Bring back the key file of this database, owned by the service, mode 0600."),
            reason=fill(failure.message, failure.values),
        )
        return
    yield fine(N_("the key file is readable by its owner alone"))
    mode = data_dir.stat().st_mode & 0o777
    if mode & 0o077:
        yield warning(
            N_("others may enter the data folder (mode %(mode)s)"),
            N_("Close it: chmod 700 %(place)s"),
            mode=f"{mode:04o}",
            place=data_dir,
        )


def disk(data_dir: Path) -> Iterator[Finding]:
    """Whether there is room to write."""
    free = shutil.disk_usage(data_dir).free // MEGABYTE
    if free < SCARCE_SPACE:
        yield error(N_("only %(free)s MB are free"), N_("Make room now; nothing can be saved soon."), free=free)
    elif free < LITTLE_SPACE:
        yield warning(N_("only %(free)s MB are free"), N_("Make room, or move old backups elsewhere."), free=free)
    else:
        yield fine(N_("%(free)s MB are free"), free=free)


def time(session: Session) -> Iterator[Finding]:
    """Whether the clock is plausible and not behind what was recorded."""
    now = clock.now()
    newest = session.scalar(select(func.max(AuditBatch.at)))
    advice = N_("Set the machine's clock, by a time server if possible, before anybody works on.")
    if now.year < OLDEST_YEAR or (newest is not None and newest > now + AHEAD):
        shown = newest.astimezone(clock.SHANGHAI).isoformat(" ", "minutes") if newest else OLDEST_YEAR
        yield error(N_("the clock is behind: something was recorded at %(newest)s already"), advice, newest=shown)
        return
    yield fine(N_("it is %(now)s in Shanghai"), now=now.astimezone(clock.SHANGHAI).isoformat(" ", "minutes"))


def fonts(_data_dir: Path) -> Iterator[Finding]:
    """Whether documents can be drawn: the Chinese font, and the libraries of designed documents."""
    from app.core.tables.fonts import face

    try:
        lacking = "".join(char for char in SAMPLE if not face().cid(char))
    except (OSError, ImportError, ValueError) as failure:
        lacking = str(failure)
    if lacking:
        advice = N_("Install the program again; the font comes with it.")
        yield error(N_("the Chinese font for PDF is missing or broken: %(reason)s"), advice, reason=lacking)
    else:
        yield fine(N_("the Chinese font for PDF is there"))
    try:
        import weasyprint  # noqa: F401
    except (OSError, ImportError):
        yield warning(
            N_("the libraries that draw designed documents are missing"),
            N_("Install them: apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        )


def audit_log(session: Session) -> Iterator[Finding]:
    """Whether the chain of the audit log is whole up to the head kept beside the database."""
    result = audit.verify(session)
    if result.ok:
        yield fine(N_("%(entries)s entries in an unbroken chain"), entries=result.entries)
        return
    yield error(
        N_("the audit log has been tampered with: %(fault)s"),
        N_("Keep the machine as it is, tell the audit administrator, and compare with the last printed digest."),
        fault=result.fault,
    )


def audit_values(session: Session) -> Iterator[Finding]:
    """Whether the personal values beside the chain are those it was made of."""
    fault = audit.verify_values(session)
    if fault is None:
        yield fine(N_("the personal values beside the chain are those recorded"))
        return
    yield error(
        N_("the audit log has been tampered with: %(fault)s"),
        N_("Keep the machine as it is, tell the audit administrator, and compare with the last printed digest."),
        fault=fault,
    )


def backups(session: Session) -> Iterator[Finding]:
    """How old the newest backup is; a demo needs none."""
    demo = setting(session, MARK)
    if demo == LOADED:
        yield fine(N_("this is the demo organisation; it needs no backup"))
        return
    if demo is not None:
        yield error(
            N_("loading the demo organisation was interrupted"),
            N_("Remove the data folder (and its database) and load the demo again: ziqiang demo"),
        )
        return
    advice = N_("Make one now, and one a day by the machine's timer: ziqiang backup FILE")
    newest = session.scalar(select(func.max(AuditEntry.at)).where(AuditEntry.action == "backup"))
    if newest is None:
        yield warning(N_("there has been no backup yet"), advice)
        return
    age = clock.now() - newest
    finding = N_("the newest backup is %(days)s days old")
    yield warning(finding, advice, days=age.days) if age > BACKUP_AGE else fine(finding, days=age.days)
