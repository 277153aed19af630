"""The table of settings: a text by name."""

from collections.abc import Iterable

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base


class SettingValue(Base):
    """The value of one setting."""

    __tablename__ = "core_settings"
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


READ_AHEAD = "settings read ahead"
"""Where a session keeps the values that were read ahead."""


def read_ahead(session: Session, names: Iterable[str]) -> None:
    """Read settings that the session will ask for one by one, in one statement."""
    wanted = tuple(names)
    rows = session.execute(select(SettingValue.name, SettingValue.value).where(SettingValue.name.in_(wanted)))
    found = {name: value for name, value in rows}
    session.info.setdefault(READ_AHEAD, {}).update({name: found.get(name) for name in wanted})


def setting(session: Session, name: str) -> str | None:
    """The value of a setting; None where it was never set."""
    known: dict[str, str | None] = session.info.get(READ_AHEAD, {})
    if name in known:
        return known[name]
    row = session.get(SettingValue, name)
    return row.value if row else None


def put_setting(session: Session, name: str, value: str) -> None:
    """Set a setting; whoever calls it authorises and audits."""
    session.info.get(READ_AHEAD, {}).pop(name, None)
    row = session.get(SettingValue, name)
    if row is None:
        session.add(SettingValue(name=name, value=value))
    else:
        row.value = value
    session.flush()
