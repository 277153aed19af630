"""Files of records: sealed on disk, met by those who meet the record, logged, kept when removed, carried by backups."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import access, attachments
from app.core.attachments import (
    Attachment,
    FileMissing,
    ReasonMissing,
    attach,
    attachments_of,
    checked,
    open_attachment,
    remove,
)
from app.core.attachments.checks import whole
from app.core.attachments.vault import place_of
from app.core.audit import AuditEntry
from app.core.doctor import Severity
from app.core.errors import AccessDenied, NotFound
from app.core.modules import Module, Permission, RecordHost
from app.core.system import System
from tests.core.attachments.samples import PDF
from tests.postgres_server import PostgresServer

HOST = "tea.pot"
OWN = {"li": {1, 2}, "zhao": {2}}
"""The pots each user meets, whatever the permission."""


def find(session: Session, record_id: int, _permission: str) -> str:
    """The pot's address, for those who meet it."""
    if record_id not in OWN.get(session.info["actor"].login, {1, 2, 3}):
        raise NotFound(what="pot", key=record_id)
    return f"/pots/{record_id}"


TEA = Module(
    "tea",
    "Tea room",
    permissions=(
        Permission("tea.read", "Read", ("hr", "trainer", "operator")),
        Permission("tea.write", "Write", ("hr", "operator")),
    ),
    record_hosts=(RecordHost(HOST, "Pot", "tea.read", "tea.write", find),),
)


@pytest.fixture
def system(data_dir: Path, database_url: str) -> Iterator[System]:
    built = System(data_dir, database_url, modules=(TEA,))
    built.set_up()
    with built.writing(access.operator()) as session:
        for login, role in (("li", "hr"), ("zhao", "trainer"), ("fang", "finance")):
            access.add_user(session, login, role, None, "-")
    yield built
    built.database.close()


def attached(system: System, record_id: int = 1, login: str = "li") -> str:
    with system.writing(system.actor(login)) as session:
        row, _strange = attach(session, HOST, record_id, checked("合同.pdf", PDF))
        return row.uid


def log(system: System, action: str) -> list[AuditEntry]:
    with system.reading(access.operator()) as session:
        found = list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))
        session.expunge_all()
        return found


def test_a_file_is_sealed_on_disk_and_given_back_whole(system: System) -> None:
    uid = attached(system)
    place = place_of(system.data_dir, uid)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert PDF not in place.read_bytes()
    assert "合同" not in str(place)
    with system.reading(system.actor("zhao")) as session, pytest.raises(NotFound):
        open_attachment(session, uid)
    with system.reading(system.actor("li")) as session:
        opened = open_attachment(session, uid)
        assert (opened.name, opened.media_type, opened.content) == ("合同.pdf", "application/pdf", PDF)
        assert [one.name for one in attachments_of(session, HOST, 1)] == ["合同.pdf"]
        assert attachments_of(session, HOST, 2) == []


def test_whoever_does_not_meet_the_record_meets_none_of_its_files(system: System) -> None:
    uid = attached(system, 1)
    seen = attached(system, 2)
    with system.reading(system.actor("zhao")) as session:
        assert open_attachment(session, seen).content == PDF
        with pytest.raises(NotFound):
            attachments_of(session, HOST, 1)
        for use in (attachments.shown, open_attachment):
            with pytest.raises(NotFound):
                use(session, uid)
    with system.writing(system.actor("zhao")) as session:
        with pytest.raises(AccessDenied):
            attach(session, HOST, 2, checked("a.pdf", PDF))
        with pytest.raises(AccessDenied):
            remove(session, seen, "because")
    with system.reading(system.actor("fang")) as session, pytest.raises(AccessDenied):
        open_attachment(session, seen)
    with system.writing(system.actor("li")) as session, pytest.raises(NotFound):
        attach(session, HOST, 3, checked("a.pdf", PDF))
    with system.reading(system.actor("li")) as session, pytest.raises(NotFound):
        attachments_of(session, "tea.cup", 1)


def test_a_removed_file_is_gone_from_the_page_and_kept_with_who_and_why(system: System) -> None:
    uid = attached(system)
    with system.writing(system.actor("li")) as session:
        with pytest.raises(ReasonMissing):
            remove(session, uid, "  ")
        remove(session, uid, "传错了")
    with system.reading(system.actor("li")) as session:
        assert attachments_of(session, HOST, 1) == []
        with pytest.raises(NotFound):
            open_attachment(session, uid)
        row = session.scalars(select(Attachment)).one()
        assert (row.removed_by, row.removed_why) == ("li", "传错了")
    assert place_of(system.data_dir, uid).exists()
    assert [entry.object_key for entry in log(system, "attachment.remove")] == [uid]
    assert [entry.object_key for entry in log(system, "attachment.add")] == [uid]


def test_what_fails_leaves_no_file_and_what_stands_keeps_its_own(system: System) -> None:
    with system.writing(system.actor("li")) as session:
        kept, _strange = attach(session, HOST, 1, checked("a.pdf", PDF))
        nested = session.begin_nested()
        lost, _strange = attach(session, HOST, 1, checked("b.pdf", PDF))
        lost_uid = lost.uid
        assert place_of(system.data_dir, lost_uid).exists()
        nested.rollback()
        assert not place_of(system.data_dir, lost_uid).exists()
        uid = kept.uid
    assert place_of(system.data_dir, uid).exists()
    with system.writing(system.actor("li")) as session:
        gone, _strange = attach(session, HOST, 1, checked("c.pdf", PDF))
        gone_uid = gone.uid
        session.rollback()
    assert not place_of(system.data_dir, gone_uid).exists()
    assert len(list((system.data_dir / "attachments").rglob("*/*"))) == 1


def test_an_altered_or_swapped_file_is_not_given_out(system: System) -> None:
    one, other = attached(system), attached(system)
    first, second = place_of(system.data_dir, one), place_of(system.data_dir, other)
    second.write_bytes(first.read_bytes())
    with system.reading(system.actor("li")) as session:
        with pytest.raises(FileMissing):
            open_attachment(session, other)
        assert open_attachment(session, one).content == PDF
        assert [finding.severity for finding in whole(session)] == [Severity.ERROR]
    second.unlink()
    (first.parent / ("0" * 32)).write_bytes(b"left")
    with system.reading(system.actor("li")) as session:
        assert [finding.severity for finding in whole(session)] == [Severity.ERROR, Severity.WARNING]


def test_a_backup_carries_files_and_brings_them_back(
    system: System, tmp_path: Path, postgres_server: PostgresServer
) -> None:
    uid = attached(system)
    system.back_up(tmp_path / "backup", "a passphrase", access.operator())
    folder = tmp_path / "new"
    with postgres_server.database() as url:
        fresh = System(folder, f"sqlite:///{folder / 'new.db'}" if system.database.is_sqlite else url, modules=(TEA,))
        fresh.restore(tmp_path / "backup", "a passphrase")
        with fresh.reading(fresh.actor("li")) as session:
            assert open_attachment(session, uid).content == PDF
            assert [finding.severity for finding in whole(session)] == [Severity.OK]
        assert stat.S_IMODE(place_of(folder, uid).stat().st_mode) == 0o600
        fresh.database.close()
