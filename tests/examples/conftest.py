"""The example module, built and installed for real into a folder of its own, without any network."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "uniforms"


@pytest.fixture(scope="session")
def installed_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder it is installed in, as its wheel has it."""
    place = tmp_path_factory.mktemp("packages")
    source = tmp_path_factory.mktemp("source") / "uniforms"
    for path in EXAMPLE.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            target = source / path.relative_to(EXAMPLE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    uv = Path(sys.executable).with_name("uv")
    words = ["pip", "install", "--quiet", "--offline", "--no-deps", "--no-build-isolation", "--python", sys.executable]
    environment = {**os.environ, "UV_CACHE_DIR": str(tmp_path_factory.mktemp("cache"))}
    done = subprocess.run(
        [str(uv), *words, "--target", str(place), str(source)],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stderr}\nThe installer is missing? Set up with: ./ziqiang test"
    return place
