"""The one table: a side table of employees, in force from a day until the next row."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.dated import Succession, one_per_start
from app.core.db import Base


class UniformSize(Base, Succession):
    """The sizes somebody wears from a day on."""

    __tablename__ = "uniforms_sizes"
    __table_args__ = (one_per_start("uniforms_sizes", "employee_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("staff_employees.id"), index=True)
    jacket: Mapped[str] = mapped_column(String(5))
    trousers: Mapped[str] = mapped_column(String(5))
    shoes: Mapped[int] = mapped_column()
