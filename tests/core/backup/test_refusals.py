"""A backup that is cut short, altered, newer or sealed is refused before anything is touched."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core.backup import (
    BackupDamaged,
    BackupNewer,
    BackupSealed,
    DatabaseNotEmpty,
    DataFolderInUse,
    SchemaDiffers,
    WrongPassphrase,
    backup,
    restore,
    saving,
    sealing,
)
from app.core.db import Database
from app.core.errors import ZiqiangError
from app.core.privacy import KeyFileMissing, Keyring
from tests.core.backup.contents import MakeDatabase, content, files


@pytest.mark.parametrize("passphrase", [None, "phrase"])
def test_a_truncated_or_altered_backup_is_refused(
    full: Database, data_dir: Path, tmp_path: Path, refusing: Callable[..., None], passphrase: str | None
) -> None:
    file, bad = tmp_path / "backup", tmp_path / "bad"
    backup(full, data_dir, file, passphrase)
    whole = file.read_bytes()
    errors: Any = (BackupDamaged, WrongPassphrase)
    chunk = sealing.CHUNK + 16 + len(sealing.MAGIC) + 27
    for end in (0, 1, 20, 64, 100, chunk, len(whole) // 2, len(whole) - 64, len(whole) - 1):
        bad.write_bytes(whole[:end])
        refusing(bad, errors, passphrase)
    for place in (0, 5, 18, 30, 1000, len(whole) // 3, len(whole) - 200, len(whole) - 70, len(whole) - 1):
        altered = bytearray(whole)
        altered[place] ^= 4
        bad.write_bytes(altered)
        refusing(bad, errors, passphrase)
    bad.write_bytes(whole + b"\n")
    refusing(bad, errors, passphrase)


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The backup with other members and a digest that fits them."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    new = file.with_name("rewritten")
    with zipfile.ZipFile(new, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.comment = b"0" * 64
    with new.open("r+b") as out:
        digest = saving.digest_of(out, new.stat().st_size - 64)
        out.seek(-64, os.SEEK_END)
        out.write(digest)
    return new


def manifest_with(**facts: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | facts).encode()

    return change


def drop_row(members: dict[str, bytes]) -> None:
    members["tables/core_users.jsonl"] = members["tables/core_users.jsonl"].split(b"\n", 1)[1]


def add_member(members: dict[str, bytes]) -> None:
    members["files/../../evil"] = b"x"


def escape(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    keys = next(each for each in manifest["files"] if each["path"] == "keys.json")
    members["files/../keys.json"] = members.pop("files/keys.json")
    keys["path"] = "../keys.json"
    members["manifest.json"] = json.dumps(manifest).encode()


def new_column(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    next(each for each in manifest["tables"] if each["name"] == "core_users")["columns"].append("shoe_size")
    members["manifest.json"] = json.dumps(manifest).encode()


def old_column(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    next(each for each in manifest["tables"] if each["name"] == "core_users")["columns"].remove("login")
    members["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (manifest_with(format=2), BackupNewer),
        (manifest_with(version="999.1"), BackupNewer),
        (manifest_with(product="other"), BackupDamaged),
        (manifest_with(tables=None), BackupDamaged),
        (manifest_with(surprise=1), BackupDamaged),
        (lambda members: members.pop("manifest.json"), BackupDamaged),
        (drop_row, BackupDamaged),
        (add_member, BackupDamaged),
        (escape, BackupDamaged),
        (new_column, BackupNewer),
        (old_column, SchemaDiffers),
        (manifest_with(schema={"core_schema_versions": ["core_9999"]}), BackupNewer),
        (manifest_with(schema={}), BackupNewer),
    ],
)
def test_a_backup_of_something_else_is_refused(
    full: Database,
    data_dir: Path,
    tmp_path: Path,
    refusing: Callable[..., None],
    change: Callable[[dict[str, bytes]], None],
    error: type[ZiqiangError],
) -> None:
    backup(full, data_dir, tmp_path / "backup")
    refusing(rewritten(tmp_path / "backup", change), error)


def test_a_sealed_backup_needs_its_passphrase(
    full: Database, data_dir: Path, tmp_path: Path, refusing: Callable[..., None]
) -> None:
    file = tmp_path / "backup"
    backup(full, data_dir, file, "right")
    assert b"core_users" not in file.read_bytes()
    refusing(file, BackupSealed)
    refusing(file, WrongPassphrase, "wrong")


def test_a_database_with_data_is_never_overwritten(full: Database, data_dir: Path, tmp_path: Path) -> None:
    backup(full, data_dir, tmp_path / "backup")
    before = content(full)
    with pytest.raises(DatabaseNotEmpty):
        restore(tmp_path / "backup", full, data_dir)
    assert content(full) == before
    assert Keyring.load(data_dir)


def test_a_folder_with_other_keys_is_never_overwritten(
    full: Database, make_database: MakeDatabase, data_dir: Path, tmp_path: Path
) -> None:
    backup(full, data_dir, tmp_path / "backup")
    other = tmp_path / "other"
    other.mkdir()
    keys = Keyring.create(other).keys
    with pytest.raises(DataFolderInUse, match=r"keys\.json"):
        restore(tmp_path / "backup", make_database(), other)
    assert Keyring.load(other).keys == keys


def test_a_restore_that_fails_half_way_leaves_nothing_and_can_be_repeated(
    full: Database, make_database: MakeDatabase, data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, target, folder = tmp_path / "backup", make_database(), tmp_path / "new"
    backup(full, data_dir, file)
    with monkeypatch.context() as patch:
        patch.setattr("app.core.backup.restoring.os.replace", _disk_full_after(2))
        with pytest.raises(OSError, match="disk full"):
            restore(file, target, folder)
    assert files(folder) == {}
    restore(file, target, folder)
    assert content(target) == content(full)


def _disk_full_after(times: int) -> Callable[[Path, Path], None]:
    left = [times]
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError("disk full")
        real(source, target)

    return replace


def test_a_backup_that_fails_leaves_the_one_before(full: Database, data_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept" / "backup"
    file.parent.mkdir()
    backup(full, data_dir, file)
    before = file.read_bytes()
    (data_dir / "keys.json").unlink()
    with pytest.raises(KeyFileMissing):
        backup(full, data_dir, file)
    assert files(file.parent) == {"backup": before}
