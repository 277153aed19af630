"""The folders of jobs: random names under `files` in the data folder, closed to everybody else."""

import secrets
from pathlib import Path

FILES = "files"


def new_folder(data_dir: Path) -> str:
    """Make a folder for files that a job shall be given, and say its name."""
    name = secrets.token_hex(16)
    folder_of(data_dir, name).mkdir(mode=0o700, parents=True)
    return name


def folder_of(data_dir: Path, name: str) -> Path:
    """Where the folder of that name is."""
    if not name.isalnum():
        raise ValueError("The name of a job's folder is letters and digits")
    (data_dir / FILES).mkdir(mode=0o700, parents=True, exist_ok=True)
    return data_dir / FILES / name
