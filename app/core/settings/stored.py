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


KNOWN, WHOLE = "settings read together", "all settings were read"
"""Where a session keeps the values that were read together, and that it has read all there are."""


def setting(session: Session, name: str) -> str | None:
    """The value of a setting; None where it was never set."""
    known: dict[str, str] = session.info.get(KNOWN, {})
    if name in known or session.info.get(WHOLE):
        return known.get(name)
    row = session.get(SettingValue, name)
    return row.value if row else None


def settings_named(session: Session, *names: str) -> Mapping[str, str]:
    """The values of several settings; those never set are left out.

    All there are (they are few) are read in one statement, which the session remembers.
    """
    known: dict[str, str] = session.info.setdefault(KNOWN, {})
    if not session.info.get(WHOLE):
        known.update({name: value for name, value in session.execute(select(SettingValue.name, SettingValue.value))})
        session.info[WHOLE] = True
    return {name: known[name] for name in names if name in known}


def put_setting(session: Session, name: str, value: str) -> None:
    """Set a setting; whoever calls it authorises and audits."""
    session.info.get(KNOWN, {}).pop(name, None)
    session.info.pop(WHOLE, None)
    row = session.get(SettingValue, name)
    if row is None:
        session.add(SettingValue(name=name, value=value))
    else:
        row.value = value
    session.flush()
