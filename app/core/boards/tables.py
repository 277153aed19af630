"""The table of arranged first pages: which tiles stand where, user by user."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class PlacedTile(Base):
    """A tile of somebody's own first page. Who has none sees the board of her role."""

    __tablename__ = "core_placed_tiles"
    __table_args__ = (UniqueConstraint("user_id", "tile"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_users.id", ondelete="CASCADE"))
    tile: Mapped[str] = mapped_column(String(100))
    position: Mapped[int] = mapped_column()
    width: Mapped[int] = mapped_column()
