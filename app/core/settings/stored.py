"""The table of settings: a text by name."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base


class SettingValue(Base):
    """The value of one setting."""

    __tablename__ = "core_settings"
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


def setting(session: Session, name: str) -> str | None:
    """The value of a setting; None where it was never set."""
    row = session.get(SettingValue, name)
    return row.value if row else None


def put_setting(session: Session, name: str, value: str) -> None:
    """Set a setting; whoever calls it authorises and audits."""
    row = session.get(SettingValue, name)
    if row is None:
        session.add(SettingValue(name=name, value=value))
    else:
        row.value = value
    session.flush()
