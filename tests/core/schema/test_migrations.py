"""The migrations make exactly the tables of the program, protections included, on either database."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from app.core.db import Base, Database
from app.core.modules import discover
from app.core.modules.lifecycle import branches_of
from app.core.schema import (
    VERSION_TABLE,
    Branch,
    RevisionUnknown,
    applied,
    changing,
    code_tables,
    downgrade,
    make,
    table_names,
    upgrade,
    version_rows,
)
from app.core.schema.changing import ReferencesBroken
from app.core.schema.writing import differences, migrate_all
from app.core.testing.schema import schema_of


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture(name="branches")
def all_of_ours() -> tuple[Branch, ...]:
    return branches_of(discover())


def migrated(database: Database, branches: tuple[Branch, ...]) -> None:
    with changing(database) as session:
        migrate_all(session.connection(), branches)


def test_migrations_make_the_tables_of_the_program(
    database: Database, branches: tuple[Branch, ...], request: pytest.FixtureRequest
) -> None:
    other = Database(request.getfixturevalue("sqlite_url") + "2") if database.is_sqlite else None
    with database.engine.begin() as connection:
        Base.metadata.create_all(connection, code_tables(branches))
    expected = schema_of(database)
    if other is None:
        with database.engine.begin() as connection:
            Base.metadata.drop_all(connection, code_tables(branches))
            connection.execute(text("DROP FUNCTION core_audit_refuse"))
    target = other or database
    migrated(target, branches)
    with target.engine.connect() as connection:
        assert [each for branch in branches for each in differences(connection, branches, branch)] == []
        connection.rollback()
        connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))
        connection.commit()
    assert schema_of(target) == expected
    target.close()


def test_every_table_of_the_program_belongs_to_one_branch(branches: tuple[Branch, ...]) -> None:
    owned = [name for branch in branches for name in branch.tables]
    assert len(owned) == len(set(owned))
    ours = {name for name in Base.metadata.tables if name.split("_")[0] in {branch.name for branch in branches}}
    assert set(owned) == ours


def test_a_branch_goes_and_comes_back_alone(database: Database, branches: tuple[Branch, ...]) -> None:
    migrated(database, branches)
    whole = schema_of(database)
    with changing(database) as session:
        connection = session.connection()
        assert applied(connection, branches) == {branch.name: branch.head for branch in branches}
        unnamed = {"core_0001", "staff_0001"}  # payroll stands on them
        assert set(version_rows(connection)) == {branch.head for branch in branches} - unnamed
        downgrade(connection, branches, "payroll")
        rest = {branch.name: branch.head for branch in branches if branch.name != "payroll"}
        assert applied(connection, branches) == rest
        assert not {name for name in table_names(connection) if name.startswith("payroll_")}
    with changing(database) as session:
        upgrade(session.connection(), branches, "payroll")
    assert schema_of(database) == whole


def test_going_back_never_takes_a_dependent_along(database: Database, branches: tuple[Branch, ...]) -> None:
    migrated(database, branches)
    before = schema_of(database)
    with pytest.raises(Exception, match="would undo payroll_0001"), changing(database) as session:
        downgrade(session.connection(), branches, "staff")
    assert schema_of(database) == before


def test_an_unknown_revision_is_refused(database: Database, branches: tuple[Branch, ...]) -> None:
    migrated(database, branches)
    with changing(database) as session:
        session.execute(text(f"INSERT INTO {VERSION_TABLE} VALUES ('weather_0007')"))
    with pytest.raises(RevisionUnknown, match="weather_0007"), changing(database) as session:
        make(session.connection(), branches, ("core_0001",))


def test_a_change_that_breaks_references_is_taken_back(sqlite_url: str, branches: tuple[Branch, ...]) -> None:
    database = Database(sqlite_url)
    migrated(database, branches)
    with pytest.raises(ReferencesBroken, match="core_role_assignments"), changing(database) as session:
        session.execute(text("INSERT INTO core_role_assignments VALUES (1, 7, 'hr', NULL, '2026-01-01', NULL)"))
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM core_role_assignments")) == 0
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
    database.close()
