"""`ziqiang` in a process of its own, with packages of somebody else's beside the product's."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class CommandLine:
    """`ziqiang` in a process of its own, that finds the installed package, or does not."""

    data: Path
    url: str
    packages: Path

    def run(self, *words: str, there: bool = True) -> "subprocess.CompletedProcess[str]":
        path = os.pathsep.join([*([str(self.packages)] if there else []), str(ROOT)])
        command = [sys.executable, "-m", "app.core.cli", "--data", str(self.data), "--db", self.url, *words]
        environment = {"PYTHONPATH": path, "PATH": os.defpath, "ZIQIANG_LANGUAGE": "en", "HOME": str(self.data)}
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

    def do(self, *words: str, there: bool = True) -> str:
        done = self.run(*words, there=there)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(self, *words: str, there: bool = True) -> str:
        done = self.run(*words, there=there)
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stderr


def state_of(line: CommandLine, name: str, there: bool = True) -> str:
    return next(one for one in line.do("modules", "list", there=there).splitlines() if one.startswith(name))
