"""What `ziqiang doctor` says about attachments: whether every file is there, and opens."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.attachments import vault
from app.core.attachments.tables import Attachment
from app.core.doctor import Check, Finding, error, fine, some, warning
from app.core.errors import ZiqiangError
from app.core.i18n import N_


def whole(session: Session) -> Iterator[Finding]:
    """Whether each row has its file and each file its row."""
    rows = set(session.scalars(select(Attachment.uid)))
    place = vault.folder(session.info["data_dir"])
    files = {path.name for path in place.glob("??/*") if path.is_file()}
    broken = [uid for uid in sorted(rows) if not _opens(session, uid)]
    if broken:
        yield error(
            N_("attached files are missing or were altered: %(files)s"),
            N_("Bring them back from a backup, into the folder attachments of the data folder."),
            files=some(broken),
        )
    if files - rows:
        yield warning(
            N_("files belong to no record: %(files)s"),
            N_("They were left by an upload that was interrupted; delete them."),
            files=some(sorted(files - rows)),
        )
    if not broken and files <= rows:
        yield fine(N_("%(count)s attached files are there and open"), count=len(rows))


def _opens(session: Session, uid: str) -> bool:
    try:
        vault.take(session, uid)
    except (OSError, ZiqiangError):
        return False
    return True


CHECKS = (Check(N_("Attachments"), whole),)
