"""Units one at a time: of any depth, renamed, moved, and with a legal entity that new colleagues are hired by."""

from datetime import date

import pytest
from sqlalchemy import select

from app.core import access, clock
from app.core.errors import AccessDenied
from app.core.imports.running import run_import
from app.core.system import System
from app.staff import queries, reports, services
from app.staff.errors import CodeTaken, UnitInItself
from app.staff.models import Employment, LegalEntity, StaffToday
from app.staff.services import UnitPlace
from tests.staff.house import KUNSHAN, add_user, as_user

TODAY = date(2026, 10, 15)


def node(system: System, code: str) -> int:
    with system.reading(access.operator()) as session:
        return access.node_coded(session, code).id


def place(parent: int, name: str = "禁毒宣传组", start: date = TODAY, entity: int | None = None) -> UnitPlace:
    return UnitPlace(name, parent, entity, start, "演示〔2026〕3号")


def test_a_unit_under_a_workstation_is_in_the_scope_of_its_branch(system: System) -> None:
    with system.writing(access.operator()) as session:
        services.add_unit(session, "X1", "office", place(access.node_coded(session, f"{KUNSHAN}-01").id))
    with system.reading(access.operator()) as session:
        path = access.node_coded(session, "X1").path
        assert path.startswith(access.node_coded(session, KUNSHAN).path)
        (root,) = reports.organisation(session, TODAY)
    branch = next(unit for unit in root.children if unit.code == KUNSHAN)
    station = next(unit for unit in branch.children if unit.code == f"{KUNSHAN}-01")
    assert [unit.name for unit in station.children] == ["禁毒宣传组"]
    with pytest.raises(CodeTaken), system.writing(access.operator()) as session:
        services.add_unit(session, "X1", "office", place(root.unit_id))


def test_a_moved_unit_takes_its_people_into_the_other_scope_from_its_day(system: System) -> None:
    add_user(system, "kunshan", "branch", KUNSHAN)
    station, root = node(system, f"{KUNSHAN}-01"), node(system, "HQ")
    with system.reading(access.operator()) as session:
        moved = set(session.scalars(select(StaffToday.number).where(StaffToday.unit_id == station)))
    assert moved
    with system.writing(access.operator()) as session:
        services.place_unit(session, station, place(root, "玉山工作站"))
    with as_user(system, "kunshan") as session:
        assert moved.isdisjoint(session.scalars(select(StaffToday.number)))
    with system.reading(access.operator()) as session:
        before = queries.placements_on(session, date(2026, 10, 14))[station]["parent_id"]
    assert before == node(system, KUNSHAN)


def test_a_unit_cannot_lie_under_itself(system: System) -> None:
    branch, station = node(system, KUNSHAN), node(system, f"{KUNSHAN}-01")
    with pytest.raises(UnitInItself), system.writing(access.operator()) as session:
        services.place_unit(session, branch, place(station))


def test_a_scoped_writer_stays_in_her_branch(system: System) -> None:
    add_user(system, "kunshan", "hr", KUNSHAN)
    root = node(system, "HQ")
    with pytest.raises(AccessDenied), as_user(system, "kunshan", writing=True) as session:
        services.add_unit(session, "X2", "branch", place(root))


def test_new_colleagues_are_hired_by_the_entity_of_their_branch_and_a_roster_keeps_it(
    system: System, cases: object
) -> None:
    with system.writing(access.operator()) as session:
        entity = services.add_legal_entity(session, "KS", "昆山市自强服务社").id
        services.place_unit(
            session,
            access.node_coded(session, KUNSHAN).id,
            place(node(system, "HQ"), "昆山市自强服务社", TODAY, entity),
        )
    with system.reading(access.operator()) as session:
        units = queries.placements_on(session, clock.today())
        entities = queries.entities_of_units(units)
        assert entities[access.node_coded(session, f"{KUNSHAN}-01").id] == entity
        assert access.node_coded(session, "HQ").id not in entities
        assert set(session.scalars(select(Employment.legal_entity_id))) == {
            session.scalars(select(LegalEntity.id).where(LegalEntity.code == "HQ")).one()
        }


def test_the_workbook_keeps_the_entity_of_a_unit(system: System, cases: object) -> None:
    with system.writing(access.operator()) as session:
        entity = services.add_legal_entity(session, "KS", "昆山市自强服务社").id
        root = access.node_coded(session, "HQ").id
        unit = access.node_coded(session, KUNSHAN).id
        services.place_unit(session, unit, place(root, "昆山服务社", TODAY, entity))
    kind, operator = system.import_kind("organisation"), access.operator()
    assert kind is not None
    file = cases / "case-small" / "organisation.xlsx"  # type: ignore[operator]
    outcome = run_import(
        lambda: system.reading(operator), lambda: system.writing(operator), kind, file, None, dry_run=False
    )
    assert (outcome.updated, outcome.errors) == (1, [])
    with system.reading(operator) as session:
        row = queries.placements_on(session, clock.today())[unit]
    assert (row["name"], row["legal_entity_id"]) == ("昆山市自强服务社", entity)
