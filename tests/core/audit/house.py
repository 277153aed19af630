"""A database with an installed audit log, and what somebody with its password can do to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core import audit
from app.core.audit import VerifyResult
from app.core.audit import ddl as audit_ddl
from app.core.db import Database
from app.core.privacy import Keyring

NAME, NUMBER = "王小明", "110101199003071234"


@dataclass(frozen=True)
class Person:
    """Somebody who acts."""

    login: str = "li"
    os_user: str = "wang"


@dataclass
class House:
    """A database with an installed log."""

    database: Database
    data_dir: Path
    keyring: Keyring = field(default_factory=Keyring.new)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.writing() as session:
            yield self.known_to(session)

    def known_to(self, session: Session) -> Session:
        session.info.update(actor=Person(), keyring=self.keyring, data_dir=self.data_dir, address="10.0.0.9")
        return session

    def verify(self) -> VerifyResult:
        with self.database.reading() as session:
            return audit.verify(self.known_to(session))

    def fault(self) -> str:
        result = self.verify()
        assert result.ok is (result.fault is None)
        return result.fault.kind if result.fault else ""

    def value_fault(self) -> str:
        with self.database.reading() as session:
            fault = audit.verify_values(self.known_to(session))
        return fault.kind if fault else ""

    def tamper(self, *statements: str) -> None:
        """What somebody with the database's password can do: drop the triggers, then change rows."""
        with self.database.writing() as session:
            drop_triggers(session)
            for statement in statements:
                session.execute(text(statement))

    def three_batches(self) -> None:
        for number in (1, 2, 3):
            with self.writing() as session:
                for part in (1, 2):
                    audit.record(session, "thing.change", object_table="things", object_key=f"{number}-{part}")


def drop_triggers(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        for name in names:
            session.execute(text(f'DROP TRIGGER "{name}"'))
    else:
        for table in (*audit_ddl.FROZEN, *audit_ddl.ERASABLE):
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        session.execute(text("ALTER TABLE core_audit_entries DROP CONSTRAINT IF EXISTS fk_core_audit_entries_batch_no"))
        session.execute(text("ALTER TABLE core_audit_values DROP CONSTRAINT IF EXISTS fk_core_audit_values_entry_id"))
