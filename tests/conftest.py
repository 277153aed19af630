"""Fixtures every test may use: a data folder, a database of either kind, and no network."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.postgres_server import PostgresMissingError, PostgresServer, find_binaries, running_server

LOCAL_HOSTS = {"127.0.0.1", "::1", "localhost", ""}


class NetworkForbiddenError(Exception):
    """A test tried to reach another machine."""


def pytest_sessionstart() -> None:
    """Fail before the first test, with the installing command, where a component is missing."""
    try:
        find_binaries()
    except PostgresMissingError as error:
        pytest.exit(str(error), returncode=1)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse every connection and every name look-up that leaves this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _only_local(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _only_local_names(socket.getaddrinfo))
        yield


def _only_local(original: Any) -> Any:
    def guarded(self: socket.socket, *arguments: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_foreign(arguments[-1][0])
        return original(self, *arguments)

    return guarded


def _only_local_names(original: Any) -> Any:
    def guarded(host: Any, *arguments: Any, **options: Any) -> Any:
        _refuse_foreign(host)
        return original(host, *arguments, **options)

    return guarded


def _refuse_foreign(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name is not None and name not in LOCAL_HOSTS:
        raise NetworkForbiddenError(f"A test tried to reach {name}; tests use no network.")


@pytest.fixture(autouse=True)
def _no_real_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the data folder and database that the person running the tests may work with."""
    for name in ("ZIQIANG_DATA", "ZIQIANG_DB", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data folder."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL server of this test process, started when the first test asks for it."""
    with running_server() as server:
        yield server


@pytest.fixture
def postgresql_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'ziqiang.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of the golden and whole cases."""
    return Path(__file__).parent / "cases"
