"""The tests' own PostgreSQL: real, recent enough, and with what the product asks of it."""

import os
import socket
from pathlib import Path

import psycopg
import pytest

from tests.conftest import NetworkForbiddenError
from tests.postgres_server import PostgresServer, debian_binaries, running_server, wheel_binaries


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"))


def test_recent_with_exclusion_constraints_for_an_ordinary_owner(postgresql_url: str) -> None:
    with connect(postgresql_url) as connection:
        assert connection.info.server_version >= 15_00_00
        superuser = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        assert superuser == (False,)
        connection.execute("CREATE EXTENSION btree_gist")
        connection.execute(
            "CREATE TABLE spans (person int, held daterange, EXCLUDE USING gist (person WITH =, held WITH &&))"
        )
        insert = "INSERT INTO spans VALUES (1, daterange('2026-01-01', '2026-06-30', '[]'))"
        connection.execute(insert)
        with pytest.raises(psycopg.errors.ExclusionViolation):
            connection.execute(insert)


def test_sorts_by_code_point_like_sqlite(postgresql_url: str) -> None:
    with connect(postgresql_url) as connection:
        rows = connection.execute("SELECT * FROM unnest(ARRAY['b', '王', 'A', '一', 'a']) AS name ORDER BY name")
        assert [name for (name,) in rows] == ["A", "a", "b", "一", "王"]


def test_every_test_gets_an_empty_database(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as first, connect(first) as connection:
        connection.execute("CREATE TABLE leftover ()")
    with postgres_server.database() as second, connect(second) as connection:
        assert connection.execute("SELECT to_regclass('leftover')").fetchone() == (None,)


def test_a_database_can_be_copied_from_a_prepared_one(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as prepared:
        with connect(prepared) as connection:
            connection.execute("CREATE TABLE installed ()")
        with postgres_server.database(copy_of=prepared) as copy, connect(copy) as connection:
            assert connection.execute("SELECT to_regclass('installed')").fetchone() == ("installed",)


@pytest.mark.parametrize("binaries", [found for found in (debian_binaries(), wheel_binaries()) if found], ids=str)
def test_all_binaries_on_this_machine_start_and_leave_nothing(binaries: Path) -> None:
    with running_server(binaries) as server:
        folder = server.socket_folder
        assert len(os.fsencode(folder)) < 60
        with server.database() as url, connect(url) as connection:
            connection.execute("CREATE EXTENSION btree_gist")
    assert not folder.exists()


def test_tests_reach_no_other_machine() -> None:
    with socket.socket() as outside, pytest.raises(NetworkForbiddenError):
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkForbiddenError):
        socket.create_connection(("example.org", 80))
