"""What a machine without the server's packages can do: everything that runs on SQLite."""

import subprocess
import sys

WITHOUT_SERVER_PACKAGES = """
import sys
for name in ("psycopg", "gunicorn"):
    sys.modules[name] = None
from app.core.cli import run
sys.argv = ["ziqiang", *sys.argv[1:]]
run()
"""


def test_the_command_line_starts_and_makes_a_database_without_the_server_packages(tmp_path):
    for arguments in (["--help"], ["--data", str(tmp_path / "data"), "init"], ["bench", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_SERVER_PACKAGES, *arguments], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
