"""The manifest: what a backup says about itself."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

FORMAT = 1
PRODUCT = "ziqiang"
MANIFEST_MEMBER = "manifest.json"
TABLES = "tables/"
FILES = "files/"


@dataclass(frozen=True, slots=True)
class TableFacts:
    """One table: its columns in the order of the rows' values, how many rows, and the SHA-256 of its member."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        """Its place in the archive."""
        return f"{TABLES}{self.name}.jsonl"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file of the data folder, by its path there."""

    path: str
    size: int
    sha256: str

    @property
    def member(self) -> str:
        """Its place in the archive."""
        return FILES + self.path


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything a restore must know before it begins."""

    version: str
    created: str
    dialect: str
    schema: Mapping[str, tuple[str, ...]]
    tables: tuple[TableFacts, ...]
    files: tuple[FileFacts, ...]
    format: int = FORMAT
    product: str = PRODUCT

    def to_bytes(self) -> bytes:
        """The manifest as it stands in the archive."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Manifest":
        """Read it back; ValueError when it is no manifest."""
        try:
            facts: dict[str, Any] = json.loads(content)
            facts["tables"] = tuple(TableFacts(**{**row, "columns": tuple(row["columns"])}) for row in facts["tables"])
            facts["files"] = tuple(FileFacts(**row) for row in facts["files"])
            facts["schema"] = {name: tuple(versions) for name, versions in facts["schema"].items()}
            return cls(**facts)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"the manifest can't be read ({error})") from error


def format_of(content: bytes) -> int:
    """The format number alone, which every version can read; ValueError when there is none."""
    try:
        return int(json.loads(content)["format"])
    except (KeyError, TypeError) as error:
        raise ValueError("the manifest names no format") from error


def product_version() -> str:
    """The installed version of the product."""
    try:
        return version(PRODUCT)
    except PackageNotFoundError:
        return "0"


def is_newer(one: str, other: str) -> bool:
    """Whether one version comes after the other, by its leading numbers."""
    return _numbers(one) > _numbers(other)


def _numbers(text: str) -> tuple[int, ...]:
    parts = []
    for part in text.split("+")[0].split("."):
        if not part.isdecimal():
            break
        parts.append(int(part))
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
