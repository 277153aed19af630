"""Reads the walk-through: the files it shows and changes, the commands it runs, and what these are to answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(?P<language>\w*)(?: file=(?P<file>\S+))?\n(?P<body>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class File:
    """A file as a block shows it, or as it is once a block has changed it."""

    path: str
    content: str


@dataclass(frozen=True)
class Command:
    """A command, and the lines it is to answer."""

    words: str
    expected: tuple[str, ...]

    @property
    def status(self) -> int:
        return 1 if self.words.endswith("# refused") else 0

    def fits(self, answer: str) -> bool:
        """Whether the answer has these lines and no others; … is anything, alone on a line any lines."""
        pattern = "".join(
            r"(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n"
            for line in self.expected
        )
        return re.fullmatch(pattern, answer) is not None


def steps_of(document: Path) -> Iterator[File | Command]:
    """The files and the commands in the order of the document."""
    shown: dict[str, str] = {}
    for block in FENCE.finditer(document.read_text(encoding="utf-8")):
        if file := block["file"]:
            shown[file] = changed(shown[file], block["body"]) if block["language"] == "diff" else block["body"]
            yield File(file, shown[file])
        elif block["language"] == "console":
            for part in re.split(r"^\$ ", block["body"], flags=re.M)[1:]:
                words, *expected = part.splitlines()
                yield Command(words, tuple(expected))
        else:
            raise ValueError(f"A block is neither a file nor commands: {block[0][:60]}")


def changed(content: str, change: str) -> str:
    """A file with a change carried out: - goes, + comes, other lines say where; @@ stands between places."""
    for part in re.split(r"^@@\n", change, flags=re.M):
        lines = part.splitlines()
        old, new = ("".join(f"{line[1:]}\n" for line in lines if line[:1] != sign) for sign in "+-")
        if content.count(old) != 1:
            raise ValueError(f"This is not one place of the file:\n{old}")
        content = content.replace(old, new)
    return content
