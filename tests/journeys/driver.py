"""Drives the command line as a clerk would: in this process, or in forked ones that can be killed."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from app.core import cli
from app.core.modules import discover
from app.core.system import System
from tests.postgres_server import PostgresServer

MONTH = "2026-10"
BEFORE_THE_RUN = (
    ("organisation", False),
    ("pay-scale", False),
    ("roster", True),
    ("changes", True),
    ("opening-balances", True),
    ("monthly-inputs", True),
)
SERVER = Path(__file__).with_name("fork_server.py")


def import_words(kind: str, file: Path) -> tuple[str, ...]:
    """The words of the command that imports a case's file."""
    return ("import", kind, str(file), *(("--month", MONTH) if dict(BEFORE_THE_RUN)[kind] else ()))


@dataclass(frozen=True)
class CommandLine:
    """`ziqiang` on one data folder and one database."""

    data: Path
    url: str

    def words(self, *words: object) -> list[str]:
        """The whole command line but the program's name."""
        return ["--data", str(self.data), "--db", self.url, *map(str, words)]

    @contextmanager
    def system(self) -> Iterator[System]:
        """The system itself, for what has no command yet."""
        system = System(self.data, self.url)
        with closing(system.database):
            yield system

    def try_(self, *words: object) -> Result:
        """Run a command that may be refused; an exception that is no refusal fails the test."""
        for module in discover():
            for command in module.commands:
                cli.main.add_command(command)
        result = CliRunner().invoke(cli.main, self.words(*words))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def do(self, *words: object) -> str:
        """Run a command that must succeed; what it printed."""
        result = self.try_(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def refused(self, *words: object) -> str:
        """Run a command that must end with status 1; what it said."""
        result = self.try_(*words)
        assert result.exit_code == 1, result.output
        return result.output

    def json(self, *words: object) -> dict[str, Any]:
        """Run a command with --json; the one object it printed."""
        answer: dict[str, Any] = json.loads(self.try_(*words, "--json").stdout)
        return answer

    def import_(self, kind: str, file: Path) -> dict[str, Any]:
        """Import a file without any error; the counts."""
        answer = self.json(*import_words(kind, file))
        assert answer["errors"] == []
        return answer

    def import_case(self, case: Path, *, leave_out: Sequence[str] = (), roster: Path | None = None) -> None:
        """Import a case's workbooks in their order."""
        for kind, _ in BEFORE_THE_RUN:
            if kind not in leave_out:
                self.import_(kind, roster if roster and kind == "roster" else case / f"{kind}.xlsx")

    def calculate(self, *words: object) -> dict[str, Any]:
        """Run the month; what it printed."""
        return self.json("payroll", "run", MONTH, *words)

    def sheet(self) -> bytes:
        """The CSV sheet."""
        out = self.data / "sheet.csv"
        self.do("payroll", "sheet", MONTH, "--format", "csv", "--out", out)
        return out.read_bytes()

    def cost(self) -> bytes:
        """The employer's shares."""
        out = self.data / "cost.csv"
        self.do("payroll", "cost", MONTH, "--out", out)
        return out.read_bytes()

    def canonical(self, *words: object) -> bytes:
        """The canonical export."""
        out = self.data / "canonical.json"
        self.do("export", "canonical", "--out", out, *words)
        return out.read_bytes()


@dataclass(frozen=True)
class Copies:
    """Makes copies of a system: of its folder, and of its database."""

    home: Path
    server: PostgresServer | None

    @contextmanager
    def empty(self, name: str) -> Iterator[CommandLine]:
        """A system just set up."""
        with self._database(name, None) as url:
            line = CommandLine(self.home / name, url)
            line.do("init")
            yield line

    @contextmanager
    def copy(self, line: CommandLine, name: str) -> Iterator[CommandLine]:
        """A copy, removed afterwards; nobody may be using the original."""
        folder = self.home / name
        shutil.copytree(line.data, folder)
        try:
            with self._database(name, line.url) as url:
                yield CommandLine(folder, url)
        finally:
            shutil.rmtree(folder)

    @contextmanager
    def _database(self, name: str, copy_of: str | None) -> Iterator[str]:
        if self.server is None:
            yield f"sqlite:///{self.home / name / 'ziqiang.db'}"
            return
        with self.server.database(copy_of) as url:
            yield url


@dataclass(frozen=True)
class Ended:
    """How a forked command ended: exit status (negative: killed), points of SQL it passed, and how long it took."""

    status: int
    points: int
    statements: int
    seconds: float
    output: str


class ForkServer:
    """A process with the program loaded, that runs every command in a fork of itself, and may kill it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, words: Sequence[str], *, kill_at: int = 0, kill_after: float = 0.0) -> Ended:
        """Run a command in a fork; kill it at its nth point of SQL, or after so many seconds."""
        return self._ask(words=list(words), kill_at=kill_at, kill_after=kill_after, warm_up=False)

    def warm_up(self, words: Sequence[str]) -> Ended:
        """Run a command in the server itself, which makes the same command fast in later forks."""
        return self._ask(words=list(words), warm_up=True)

    def _ask(self, **request: Any) -> Ended:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))


@contextmanager
def fork_server() -> Iterator[ForkServer]:
    """Start the server; stop it by closing its input."""
    root = Path(__file__).parents[2]
    command = [sys.executable, str(SERVER)]
    with subprocess.Popen(
        command, cwd=root, env={"PYTHONPATH": str(root), "LC_ALL": "C.UTF-8"}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            yield ForkServer(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
