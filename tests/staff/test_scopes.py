"""Who meets whom: record rules by sub-tree and for one's own record, on reading and on writing."""

from datetime import date

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased

from app.core import access, clock
from app.core.errors import AccessDenied, NotFound
from app.core.system import System
from app.staff import models, queries, reports
from app.staff.models import Assignment, Employee, Identity, StaffToday
from tests.staff.house import GUSU, KUNSHAN, add_user, as_user

EVERYBODY = 29
IN_KUNSHAN = {"ZQ0010", "ZQ0012", "ZQ0015", "ZQ0017", "ZQ0023", "ZQ0026", "ZQ0004", "ZQ0006", "ZQ0008", "ZQ0028"} | {
    "ZQ0011", "ZQ0013", "ZQ0022", "ZQ0024", "ZQ0018",
}  # fmt: skip


def test_headquarters_meets_everybody_a_branch_its_own(system: System) -> None:
    add_user(system, "hq", "hr")
    add_user(system, "kunshan", "branch", KUNSHAN)
    with as_user(system, "hq") as session:
        assert session.scalar(select(func.count()).select_from(Employee)) == EVERYBODY
    with as_user(system, "kunshan") as session:
        assert set(session.scalars(select(Employee.number))) == IN_KUNSHAN
        assert set(session.scalars(select(StaffToday.number))) == IN_KUNSHAN


def test_every_shape_of_statement_keeps_to_the_scope(system: System) -> None:
    add_user(system, "kunshan", "branch", KUNSHAN)
    with as_user(system, "kunshan") as session:
        count = len(IN_KUNSHAN)
        other = aliased(Identity)
        joined = select(other.name).join(Employee, Employee.id == other.employee_id).where(other.known_to.is_(None))
        assert len(session.scalars(joined).all()) == count
        inside = select(func.count()).select_from(select(Employee.id).where(Employee.number != "").subquery())
        assert session.scalar(inside) == count
        exists = select(func.count(StaffToday.employee_id)).where(
            select(Assignment.id).where(Assignment.employee_id == StaffToday.employee_id).exists()
        )
        assert session.scalar(exists) == count
        foreign = select(models.Employee.__table__.c.id).where(models.Employee.__table__.c.number == "ZQ0001")
        foreign_id = session.connection().execute(foreign).scalar_one()
        assert session.get(Employee, foreign_id) is None
        with pytest.raises(NotFound):
            queries.employee_numbered(session, "ZQ0001")
        with pytest.raises(NotFound):
            reports.profile(session, "ZQ0001", clock.today())
        assert queries.facts_of(session, foreign_id) == []


def test_a_leaver_stays_with_her_last_unit(system: System) -> None:
    add_user(system, "kunshan", "branch", KUNSHAN)
    with as_user(system, "kunshan") as session:
        gone = session.scalars(select(StaffToday.number).where(StaffToday.status == "left")).all()
    assert set(gone) == {"ZQ0017", "ZQ0013"}  # ZQ0012 leaves on the 30th


def test_somebody_without_a_unit_is_met_by_headquarters_only(system: System) -> None:
    add_user(system, "hq", "hr")
    add_user(system, "kunshan", "branch", KUNSHAN)
    add_user(system, "gusu", "branch", GUSU)
    with system.writing(access.operator()) as session:
        session.connection().execute(
            update(StaffToday.__table__).values(unit_id=None).where(StaffToday.number == "ZQ0010")
        )
    numbers = {}
    for login in ("hq", "kunshan", "gusu"):
        with as_user(system, login) as session:
            numbers[login] = set(session.scalars(select(Employee.number)))
    assert "ZQ0010" in numbers["hq"]
    assert "ZQ0010" not in numbers["kunshan"] | numbers["gusu"]


def test_a_social_worker_meets_herself(system: System) -> None:
    add_user(system, "ZQ0001", "employee")
    with as_user(system, "ZQ0001") as session:
        assert session.scalars(select(Employee.number)).all() == ["ZQ0001"]
        assert set(session.scalars(select(Identity.employee_id))) == {session.scalars(select(Employee.id)).one()}


def test_two_branches_add_up_and_an_ended_role_is_none(system: System) -> None:
    add_user(system, "both", "branch", KUNSHAN)
    with system.writing(access.operator()) as session:
        user = session.scalars(select(access.User).where(access.User.login == "both")).one()
        node = access.node_coded(session, GUSU)
        role = access.RoleAssignment(user_id=user.id, role="branch", node_id=node.id, start=date(2026, 1, 1))
        session.add(role)
    with as_user(system, "both") as session:
        assert session.scalar(select(func.count()).select_from(Employee)) == EVERYBODY
    with system.writing(access.operator()) as session:
        session.merge(role).end = date(2026, 10, 14)
    with as_user(system, "both") as session:
        assert set(session.scalars(select(Employee.number))) == IN_KUNSHAN


def test_an_administrator_of_the_system_meets_nobody(system: System) -> None:
    add_user(system, "root", "sysadmin")
    with as_user(system, "root") as session:
        assert session.scalars(select(Employee)).all() == []


def test_where_nobody_acts_nothing_protected_is_read(system: System) -> None:
    with system.database.reading() as session, pytest.raises(AccessDenied):
        session.scalars(select(Employee)).all()


def test_what_is_written_must_lie_in_the_scope(system: System) -> None:
    add_user(system, "kunshan", "branch", KUNSHAN)
    with as_user(system, "kunshan") as session:
        own = session.scalars(select(Employee).where(Employee.number == "ZQ0010")).one().id
        foreign_unit = access.node_coded(session, GUSU).id
    with pytest.raises(AccessDenied), as_user(system, "kunshan", writing=True) as session:
        session.get_one(StaffToday, own).unit_id = foreign_unit
    foreign = select(StaffToday.__table__.c.employee_id).where(StaffToday.__table__.c.number == "ZQ0001")
    with system.database.reading() as session:
        foreign_id = session.connection().execute(foreign).scalar_one()
    contact = models.Contact(employee_id=foreign_id, phone="1", start=date(2026, 1, 1), known_from=clock.now())
    with pytest.raises(AccessDenied), as_user(system, "kunshan", writing=True) as session:
        session.add(contact)
    changed = update(StaffToday).values(name="x").where(StaffToday.number.in_(["ZQ0001", "ZQ0010"]))
    with as_user(system, "kunshan", writing=True) as session:
        session.execute(changed)
    with system.reading(access.operator()) as session:
        assert session.scalars(select(StaffToday.number).where(StaffToday.name == "x")).all() == ["ZQ0010"]
