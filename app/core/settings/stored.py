"""The table of settings: a text by name."""

from collections.abc import Mapping

from sqlalchemy import String, Text, select
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


def settings_named(session: Session, *names: str) -> Mapping[str, str]:
    """The values of several settings in one statement; those never set are left out."""
    rows = session.execute(select(SettingValue.name, SettingValue.value).where(SettingValue.name.in_(names)))
    return {name: value for name, value in rows}


def put_setting(session: Session, name: str, value: str) -> None:
    """Set a setting; whoever calls it authorises and audits."""
    row = session.get(SettingValue, name)
    if row is None:
        session.add(SettingValue(name=name, value=value))
    else:
        row.value = value
    session.flush()
