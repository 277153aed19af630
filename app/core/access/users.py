"""Users and the roles they hold: the tables."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class User(Base):
    """A log-in. `subject` is the key of the record that is about the user herself, such as an employee number."""

    __tablename__ = "core_users"
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(100), unique=True)
    password_hash: Mapped[str] = mapped_column(String(300))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    subject: Mapped[str | None] = mapped_column(String(100))


class RoleAssignment(Base):
    """A role of a user over a node's sub-tree, between two days; no node: the whole organisation."""

    __tablename__ = "core_role_assignments"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_users.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    node_id: Mapped[int | None] = mapped_column(ForeignKey("core_scope_nodes.id"))
    start: Mapped[date] = mapped_column()
    end: Mapped[date | None] = mapped_column("end")
