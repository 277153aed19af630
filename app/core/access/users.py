"""Users, the roles they hold, and the roles asked for: the tables."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcInstant


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


class RoleRequest(Base):
    """A role asked to be given (or, with `assignment_id`, taken) that waits for a second person's word."""

    __tablename__ = "core_role_requests"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("core_users.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column()
    role: Mapped[str] = mapped_column(String(40))
    node_id: Mapped[int | None] = mapped_column(ForeignKey("core_scope_nodes.id"))
    start: Mapped[date] = mapped_column()
    end: Mapped[date | None] = mapped_column("end")
    reason: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(20), index=True)
    asked_by: Mapped[str] = mapped_column(String(100))
    asked_at: Mapped[datetime] = mapped_column(UtcInstant)
    decided_by: Mapped[str | None] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(UtcInstant)
