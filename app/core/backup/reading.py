"""Opening a backup: unsealed, and checked to the last byte before anybody relies on it."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from app.core.backup.errors import BackupDamaged, BackupNewer, BackupSealed
from app.core.backup.manifest import FORMAT, MANIFEST_MEMBER, PRODUCT, Manifest, format_of, is_newer, product_version
from app.core.backup.saving import DIGEST_BYTES, digest_of
from app.core.backup.sealing import is_sealed, unseal

_BLOCK = 1 << 20


@contextmanager
def checked(file: Path, passphrase: str | None) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """The archive and its manifest; refuses what is sealed, cut short, altered or newer."""
    with file.open("rb") as found, _plain(found, file, passphrase) as plain:
        _check_digest(plain, file)
        try:
            with zipfile.ZipFile(plain) as archive:
                yield archive, _checked_manifest(archive, file)
        except zipfile.BadZipFile as error:
            raise BackupDamaged(file=file, reason=str(error)) from error


@contextmanager
def _plain(found: IO[bytes], file: Path, passphrase: str | None) -> Iterator[IO[bytes]]:
    if not is_sealed(found):
        yield found
    elif passphrase is None:
        raise BackupSealed(file=file)
    else:
        with tempfile.TemporaryFile() as plain:
            unseal(found, plain, passphrase, file)
            yield plain


def _check_digest(plain: IO[bytes], file: Path) -> None:
    end = plain.seek(0, os.SEEK_END) - DIGEST_BYTES
    if end <= 0:
        raise BackupDamaged(file=file, reason="it is too short")
    plain.seek(end)
    noted = plain.read(DIGEST_BYTES)
    if digest_of(plain, end) != noted:
        raise BackupDamaged(file=file, reason="its digest is not the one it ends with")


def _checked_manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    try:
        content = archive.read(MANIFEST_MEMBER)
        if format_of(content) > FORMAT:
            raise BackupNewer(file=file, reason=f"format {format_of(content)}")
        manifest = Manifest.from_bytes(content)
    except (KeyError, ValueError) as error:
        raise BackupDamaged(file=file, reason=str(error)) from error
    if manifest.product != PRODUCT:
        raise BackupDamaged(file=file, reason=f"it is a backup of {manifest.product}")
    if is_newer(manifest.version, product_version()):
        raise BackupNewer(file=file, reason=f"version {manifest.version}, here is {product_version()}")
    _check_members(archive, manifest, file)
    return manifest


def _check_members(archive: zipfile.ZipFile, manifest: Manifest, file: Path) -> None:
    noted = {facts.member: facts.sha256 for facts in manifest.tables}
    noted |= {facts.member: facts.sha256 for facts in manifest.files}
    if sorted(archive.namelist()) != sorted((*noted, MANIFEST_MEMBER)):
        raise BackupDamaged(file=file, reason="its members are not those of its manifest")
    for facts in manifest.files:
        path = PurePosixPath(facts.path)
        if path.is_absolute() or ".." in path.parts or "\\" in facts.path:
            raise BackupDamaged(file=file, reason=f"{facts.path} lies outside the data folder")
    for member, digest in noted.items():
        if _member_digest(archive, member) != digest:
            raise BackupDamaged(file=file, reason=f"{member} was altered")


def _member_digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as member:
        while block := member.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
