"""Tables of the staff module: one narrow table for each fact that changes on its own."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.dated import Known, Span, Succession, no_overlaps, one_per_key, one_per_start
from app.core.db import Base, UtcInstant
from app.core.privacy import EncryptedColumn

ID_NUMBER = EncryptedColumn("staff_identities", "id_number")
BANK_ACCOUNT = EncryptedColumn("staff_bank_accounts", "account")
ASKED_BEFORE = EncryptedColumn("staff_requested_changes", "before")
ASKED_AFTER = EncryptedColumn("staff_requested_changes", "after")


class LegalEntity(Base):
    """用人单位: the legal person that employs, pays and files tax."""

    __tablename__ = "staff_legal_entities"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class OrgUnit(Base):
    """机构: a node of the organisation tree; its name and parent are dated. It shares its scope node's id."""

    __tablename__ = "staff_org_units"
    id: Mapped[int] = mapped_column(ForeignKey("core_scope_nodes.id"), primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)


class OrgUnitPlacement(Base, Succession):
    """Name and parent of a unit from a day on, and the legal entity that employs there; none: that of the parent."""

    __tablename__ = "staff_org_unit_placements"
    __table_args__ = (one_per_start("staff_org_unit_placements", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("staff_org_units.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("staff_org_units.id"))
    name: Mapped[str] = mapped_column(String(200))
    legal_entity_id: Mapped[int | None] = mapped_column(ForeignKey("staff_legal_entities.id"))


class Post(Base):
    """职务; rank 1 is the highest."""

    __tablename__ = "staff_posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    rank: Mapped[int] = mapped_column()


class Level(Base):
    """层级 with its number of steps (档次); rank 1 is the lowest."""

    __tablename__ = "staff_levels"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    rank: Mapped[int] = mapped_column()
    steps: Mapped[int] = mapped_column()


class Employee(Base):
    """A person's staff record: the shell that her dated facts hang on.

    `uid` is known before the insert; encrypted values are bound to it.
    """

    __tablename__ = "staff_employees"
    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)


class OfEmployee:
    """A row that belongs to an employee."""

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("staff_employees.id"), index=True)


class Identity(OfEmployee, Base, Succession):
    """Name, sex, birth date and ID number (encrypted, with a keyed hash for look-up)."""

    __tablename__ = "staff_identities"
    __table_args__ = (one_per_start("staff_identities", "employee_id"),)
    name: Mapped[str] = mapped_column(String(100), index=True)
    sex: Mapped[str] = mapped_column(String(10))
    birth_date: Mapped[date] = mapped_column()
    ethnicity: Mapped[str | None] = mapped_column(String(40))
    id_number_cipher: Mapped[bytes] = mapped_column(LargeBinary)
    id_number_index: Mapped[bytes] = mapped_column(LargeBinary, index=True)


class Background(OfEmployee, Base, Succession):
    """Political status and education."""

    __tablename__ = "staff_backgrounds"
    __table_args__ = (one_per_start("staff_backgrounds", "employee_id"),)
    political_status: Mapped[str | None] = mapped_column(String(40))
    education: Mapped[str | None] = mapped_column(String(40))
    school: Mapped[str | None] = mapped_column(String(500))
    major: Mapped[str | None] = mapped_column(String(500))


class Contact(OfEmployee, Base, Succession):
    """Telephone."""

    __tablename__ = "staff_contacts"
    __table_args__ = (one_per_start("staff_contacts", "employee_id"),)
    phone: Mapped[str | None] = mapped_column(String(60))


class Residence(OfEmployee, Base, Succession):
    """Where somebody lives."""

    __tablename__ = "staff_residences"
    __table_args__ = (one_per_start("staff_residences", "employee_id"),)
    address: Mapped[str | None] = mapped_column(String(500))


class EmergencyContact(OfEmployee, Base, Succession):
    """Whom to call when something happens to her."""

    __tablename__ = "staff_emergency_contacts"
    __table_args__ = (one_per_start("staff_emergency_contacts", "employee_id"),)
    contact_name: Mapped[str | None] = mapped_column(String(100))
    relation: Mapped[str | None] = mapped_column(String(40))
    contact_phone: Mapped[str | None] = mapped_column(String(60))


class BankAccount(OfEmployee, Base, Succession):
    """The account pay goes to (encrypted)."""

    __tablename__ = "staff_bank_accounts"
    __table_args__ = (one_per_start("staff_bank_accounts", "employee_id"),)
    bank: Mapped[str | None] = mapped_column(String(200))
    account_cipher: Mapped[bytes | None] = mapped_column(LargeBinary)
    account_index: Mapped[bytes | None] = mapped_column(LargeBinary, index=True)


class Employment(OfEmployee, Base, Span):
    """From the hire date to the last working day, with what service is counted from.

    `work_start` is the first job anywhere; `prior_service_months` the recognised prior service.
    """

    __tablename__ = "staff_employments"
    legal_entity_id: Mapped[int] = mapped_column(ForeignKey("staff_legal_entities.id"))
    work_start: Mapped[date | None] = mapped_column()
    first_employment: Mapped[bool] = mapped_column()
    prior_service_months: Mapped[int] = mapped_column()
    break_days: Mapped[int] = mapped_column(default=0)
    remark: Mapped[str | None] = mapped_column(String(500))


class Assignment(OfEmployee, Base, Succession):
    """The unit a person works in."""

    __tablename__ = "staff_assignments"
    __table_args__ = (one_per_start("staff_assignments", "employee_id"),)
    unit_id: Mapped[int] = mapped_column(ForeignKey("staff_org_units.id"), index=True)


class PostHolding(OfEmployee, Base, Succession):
    """The post a person holds."""

    __tablename__ = "staff_post_holdings"
    __table_args__ = (one_per_start("staff_post_holdings", "employee_id"),)
    post_id: Mapped[int] = mapped_column(ForeignKey("staff_posts.id"))


class Grading(OfEmployee, Base, Succession):
    """Level and step; `level_since` is the day the level counts from (定级时间)."""

    __tablename__ = "staff_gradings"
    __table_args__ = (one_per_start("staff_gradings", "employee_id"),)
    level_id: Mapped[int] = mapped_column(ForeignKey("staff_levels.id"))
    step: Mapped[int] = mapped_column()
    level_since: Mapped[date | None] = mapped_column()


class Probation(OfEmployee, Base, Succession):
    """Whether the probation tier (见习) applies; a `planned` row is the end foreseen at hire."""

    __tablename__ = "staff_probations"
    __table_args__ = (one_per_start("staff_probations", "employee_id"),)
    on_probation: Mapped[bool] = mapped_column()
    planned: Mapped[bool] = mapped_column(default=False)


class ContributionBase(OfEmployee, Base, Succession):
    """Declared monthly bases in fen: social insurance, and housing fund."""

    __tablename__ = "staff_contribution_bases"
    __table_args__ = (one_per_start("staff_contribution_bases", "employee_id"),)
    social_base: Mapped[int | None] = mapped_column()
    housing_base: Mapped[int | None] = mapped_column()


class Contract(OfEmployee, Base, Span):
    """A labour contract; no end: open-ended."""

    __tablename__ = "staff_contracts"
    type: Mapped[str] = mapped_column(String(40))


class Qualification(OfEmployee, Base, Known):
    """资质: a certificate held and, where it has one, the last day of its registration."""

    __tablename__ = "staff_qualifications"
    __table_args__ = (one_per_key("staff_qualifications", "employee_id", "name", "obtained"),)
    name: Mapped[str] = mapped_column(String(100))
    certificate_number: Mapped[str | None] = mapped_column(String(100))
    obtained: Mapped[date] = mapped_column()
    registered_until: Mapped[date | None] = mapped_column()


class StaffToday(Base):
    """Today's lists: one row an employee, what the dated tables say of her today (of a leaver: of her last day).

    Written in the transaction that writes the facts, and rolled over at midnight. `search` holds name, number, pinyin
    and initials; `name_key` the pinyin the list is sorted by; `branch_id` the unit below the root.
    """

    __tablename__ = "staff_today"
    # All that the facets and groups of the list count, so that counting reads the index alone.
    __table_args__ = (
        # Counted and searched are lists by this index alone, without a look at the rows.
        Index(
            "ix_staff_today_counted", "status", "branch_id", "education", "post_id", "unit_id", "employee_id", "search"
        ),
    )
    employee_id: Mapped[int] = mapped_column(ForeignKey("staff_employees.id"), primary_key=True, autoincrement=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    search: Mapped[str] = mapped_column(String(600))
    sex: Mapped[str] = mapped_column(String(10))
    education: Mapped[str | None] = mapped_column(String(40))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("staff_org_units.id"), index=True)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("staff_org_units.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("staff_posts.id"))
    level_id: Mapped[int | None] = mapped_column(ForeignKey("staff_levels.id"))
    step: Mapped[int | None] = mapped_column()
    status: Mapped[str] = mapped_column(String(20), index=True)
    hire_date: Mapped[date | None] = mapped_column(index=True)
    leave_date: Mapped[date | None] = mapped_column()
    contract_end: Mapped[date | None] = mapped_column(index=True)


class ChangeRequest(Base):
    """变更申请: what somebody asks to have changed in her own file, and how far it is.

    `needs_second` says that it holds a change which a second person confirms.
    """

    __tablename__ = "staff_change_requests"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("staff_employees.id"), index=True)
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcInstant)
    reason: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(20), index=True)
    needs_second: Mapped[bool] = mapped_column()


class RequestedChange(Base):
    """One field of a change request: what was recorded when she asked, what she asks for, and what became of it.

    Both values are sealed whatever they are, bound to the row's `uid`. `start` and `correction` are what the first
    person decided; `version` is the state of the facts she decided on.
    """

    __tablename__ = "staff_requested_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("staff_change_requests.id"), index=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("staff_employees.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    field: Mapped[str] = mapped_column(String(40))
    before_cipher: Mapped[bytes | None] = mapped_column(LargeBinary)
    after_cipher: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(20))
    why: Mapped[str | None] = mapped_column(String(500))
    decided_by: Mapped[str | None] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    confirmed_by: Mapped[str | None] = mapped_column(String(100))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    start: Mapped[date | None] = mapped_column()
    correction: Mapped[bool | None] = mapped_column()
    version: Mapped[str | None] = mapped_column(String(40))


no_overlaps(Employment.__table__, "employee_id")  # type: ignore[arg-type]
no_overlaps(Contract.__table__, "employee_id")  # type: ignore[arg-type]
