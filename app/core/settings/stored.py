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


KNOWN = "settings read together"
"""Where a session keeps the values that were read together; None for one that was never set."""


def setting(session: Session, name: str) -> str | None:
    """The value of a setting; None where it was never set."""
    known: dict[str, str | None] = session.info.get(KNOWN, {})
    if name in known:
        return known[name]
    row = session.get(SettingValue, name)
    return row.value if row else None


def settings_named(session: Session, *names: str) -> Mapping[str, str]:
    """The values of several settings in one statement; those never set are left out. The session remembers them."""
    known: dict[str, str | None] = session.info.setdefault(KNOWN, {})
    missing = [name for name in names if name not in known]
    if missing:
        rows = session.execute(select(SettingValue.name, SettingValue.value).where(SettingValue.name.in_(missing)))
        found = {name: value for name, value in rows}
        known.update({name: found.get(name) for name in missing})
    return {name: value for name in names if (value := known[name]) is not None}


def put_setting(session: Session, name: str, value: str) -> None:
    """Set a setting; whoever calls it authorises and audits."""
    session.info.get(KNOWN, {}).pop(name, None)
    row = session.get(SettingValue, name)
    if row is None:
        session.add(SettingValue(name=name, value=value))
    else:
        row.value = value
    session.flush()
