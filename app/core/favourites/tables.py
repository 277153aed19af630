"""The tables of what users keep of lists. `place` is the list: the endpoint of its view."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcInstant


class ListFavourite(Base):
    """A state of a list under a name; `query` is that of its address. A shared one everybody has who sees the list."""

    __tablename__ = "core_list_favourites"
    __table_args__ = (UniqueConstraint("place", "owner_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(String(80), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("core_users.id"))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(UtcInstant)


class ListHabit(Base):
    """How somebody likes a list: the columns she chose, in order (empty: as declared), and where she begins."""

    __tablename__ = "core_list_habits"
    __table_args__ = (UniqueConstraint("owner_id", "place"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(String(80))
    owner_id: Mapped[int] = mapped_column(ForeignKey("core_users.id"))
    columns: Mapped[str] = mapped_column(Text, default="")
    favourite_id: Mapped[int | None] = mapped_column(ForeignKey("core_list_favourites.id"))


class ListPick(Base):
    """Records found together from a pasted column: their keys, and what was not found or is not certain, as JSON."""

    __tablename__ = "core_list_picks"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    place: Mapped[str] = mapped_column(String(80))
    owner_id: Mapped[int] = mapped_column(ForeignKey("core_users.id"), index=True)
    found: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
