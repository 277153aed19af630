"""What the door keeps: credentials beside each user, recovery codes, sessions, and counters of failures."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcInstant
from app.core.privacy import EncryptedColumn


class Credentials(Base):
    """What a user logs in with beside the password: its age, and the secret of the second factor.

    The secret counts once it is confirmed. `totp_step` is the newest half minute whose code was used.
    """

    __tablename__ = "core_credentials"
    user_id: Mapped[int] = mapped_column(ForeignKey("core_users.id"), primary_key=True, autoincrement=False)
    password_changed: Mapped[datetime] = mapped_column(UtcInstant)
    totp_uid: Mapped[str | None] = mapped_column(String(32))
    totp_cipher: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed: Mapped[datetime | None] = mapped_column(UtcInstant)
    totp_step: Mapped[int] = mapped_column(BigInteger, default=0)


TOTP_SECRET = EncryptedColumn("core_credentials", "totp_cipher")


class RecoveryCode(Base):
    """A code that stands in once for a lost second factor, as a keyed hash."""

    __tablename__ = "core_recovery_codes"
    __table_args__ = (UniqueConstraint("user_id", "code_index"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_users.id"))
    code_index: Mapped[bytes] = mapped_column(LargeBinary)
    used: Mapped[datetime | None] = mapped_column(UtcInstant)


class LoginSession(Base):
    """One browser that has logged in: the hash of its token, never the token.

    `stage` says whether the second factor is still due. `stamp` is the user's state at the log-in; once that
    differs (password, roles), the session has ended whether or not anybody revoked it.
    """

    __tablename__ = "core_sessions"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_users.id"), index=True)
    stage: Mapped[str] = mapped_column(String(10))
    stamp: Mapped[bytes] = mapped_column(LargeBinary)
    created: Mapped[datetime] = mapped_column(UtcInstant)
    last_seen: Mapped[datetime] = mapped_column(UtcInstant)
    address: Mapped[str] = mapped_column(String(60))
    user_agent: Mapped[str] = mapped_column(String(200))
    revoked: Mapped[datetime | None] = mapped_column(UtcInstant)


class Throttle(Base):
    """The failures of one account (by a keyed hash, so that what people type by mistake is not kept) or address."""

    __tablename__ = "core_login_throttles"
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcInstant)
    last: Mapped[datetime] = mapped_column(UtcInstant, index=True)
    locked_until: Mapped[datetime | None] = mapped_column(UtcInstant)
    rounds: Mapped[int]
