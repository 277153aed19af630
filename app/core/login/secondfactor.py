"""The second factor: a code of thirty seconds (TOTP, RFC 6238), or one of ten recovery codes.

The secret is sealed at rest; a code is taken once; recovery codes are kept as keyed hashes.
"""

import base64
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core import audit, clock
from app.core.access import User
from app.core.login.errors import WrongCode
from app.core.login.tables import TOTP_SECRET, Credentials, RecoveryCode
from app.core.privacy import Keyring, blind_index, blind_indexes, normalised

STEP = 30
SECRET_BYTES = 20
DIGITS = 6
RECOVERY_CODES = 10
ISSUER = "Ziqiang HR"
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no signs that are taken for others
_PURPOSE = "core.login.recovery"
Change: TypeAlias = Callable[[Session, User], None]
"""Something done to a user's second factor."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the user's device needs: the secret to type, and the address to scan."""

    secret: str
    uri: str


def credentials_of(session: Session, user_id: int) -> Credentials:
    """The credentials beside a user, made at the first need."""
    row = session.get(Credentials, user_id)
    if row is None:
        row = Credentials(user_id=user_id, password_changed=clock.now(), totp_step=0)
        session.add(row)
        session.flush()
    return row


def has_two_factor(session: Session, user_id: int) -> bool:
    """Whether a confirmed second factor is asked of the user."""
    row = session.get(Credentials, user_id)
    return row is not None and row.totp_confirmed is not None


def begin_two_factor(session: Session, user: User) -> None:
    """Make a new secret, which counts once a code of it was typed; it replaces the one there was."""
    row = credentials_of(session, user.id)
    if row.totp_confirmed is not None:
        stop_two_factor(session, user)
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    row.totp_uid = secrets.token_hex(16)
    row.totp_cipher = TOTP_SECRET.seal(_keyring(session), row.totp_uid, secret)
    row.totp_step = 0
    _note(session, "two_factor.begin", user)


def enrolment(session: Session, user: User) -> Enrolment | None:
    """The secret waiting to be confirmed; a confirmed one is never shown again."""
    row = session.get(Credentials, user.id)
    if row is None or row.totp_confirmed is not None:
        return None
    secret = _secret(session, row)
    if secret is None:
        return None
    label, issuer = quote(f"{ISSUER}:{user.login}"), quote(ISSUER)
    return Enrolment(secret, f"otpauth://totp/{label}?secret={secret}&issuer={issuer}&digits={DIGITS}&period={STEP}")


def confirm_two_factor(session: Session, user: User, code: str) -> tuple[str, ...]:
    """Turn the second factor on after a first right code; gives the recovery codes, which are shown once."""
    row = credentials_of(session, user.id)
    if row.totp_confirmed is not None or not _takes(session, row, code):
        raise WrongCode()
    row.totp_confirmed = clock.now()
    _note(session, "two_factor.on", user)
    return _new_recovery_codes(session, user.id)


def stop_two_factor(session: Session, user: User) -> None:
    """Turn the second factor off and drop its secret and recovery codes."""
    row = credentials_of(session, user.id)
    row.totp_uid = row.totp_cipher = row.totp_confirmed = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    _note(session, "two_factor.off", user)


def accept_code(session: Session, user: User, code: str) -> bool:
    """Whether this is the user's code of now, or an unused recovery code; either is used up by it."""
    row = session.get(Credentials, user.id, with_for_update=True)
    if row is None or row.totp_confirmed is None:
        return False
    return _takes(session, row, code) or _takes_recovery(session, user, code)


def _takes(session: Session, row: Credentials, code: str) -> bool:
    """Whether a code belongs to this half minute or a neighbour, and to none that was used."""
    secret, typed = _secret(session, row), normalised(code)
    if secret is None or len(typed) != DIGITS:
        return False
    present = int(clock.now().timestamp()) // STEP
    for step in (present - 1, present, present + 1):
        if step > row.totp_step and hmac.compare_digest(code_at(secret, step).encode(), typed.encode()):
            row.totp_step = step
            return True
    return False


def _takes_recovery(session: Session, user: User, code: str) -> bool:
    known = blind_indexes(_keyring(session), _PURPOSE, f"{user.id}:{normalised(code)}")
    found = session.scalar(
        select(RecoveryCode)
        .where(RecoveryCode.user_id == user.id, RecoveryCode.code_index.in_(known), RecoveryCode.used.is_(None))
        .with_for_update()
    )
    if found is None:
        return False
    found.used = clock.now()
    _note(session, "two_factor.recovery_code", user)
    return True


def code_at(secret: str, step: int) -> str:
    """The code of one half minute, counted from 1970."""
    maker = TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP, enforce_key_length=False)  # SHA-1: what devices know
    return maker.generate(step * STEP).decode()


def _new_recovery_codes(session: Session, user_id: int) -> tuple[str, ...]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes: set[str] = set()
    while len(codes) < RECOVERY_CODES:
        signs = "".join(secrets.choice(_ALPHABET) for _ in range(10))
        codes.add(f"{signs[:5]}-{signs[5:]}")
    for code in codes:
        index = blind_index(_keyring(session), _PURPOSE, f"{user_id}:{normalised(code)}")
        session.add(RecoveryCode(user_id=user_id, code_index=index))
    return tuple(sorted(codes))


def _secret(session: Session, row: Credentials) -> str | None:
    if row.totp_uid is None or row.totp_cipher is None:
        return None
    return TOTP_SECRET.open(_keyring(session), row.totp_uid, row.totp_cipher)


def _keyring(session: Session) -> Keyring:
    keyring = session.info["keyring"]
    assert isinstance(keyring, Keyring)
    return keyring


def _note(session: Session, action: str, user: User) -> None:
    audit.record(session, action, kind=audit.Kind.LOGIN, object_table="core_users", object_key=user.login)
