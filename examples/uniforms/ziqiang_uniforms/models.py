"""Two side tables of employees, each row in force from a day until the next."""

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


class LaundryAllowance(Base, Succession):
    """What somebody gets a month for having her uniform washed (洗涤补贴), in fen, from a day on; 0 ends it."""

    __tablename__ = "uniforms_laundry"
    __table_args__ = (one_per_start("uniforms_laundry", "employee_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("staff_employees.id"), index=True)
    amount: Mapped[int] = mapped_column()
