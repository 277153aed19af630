"""docs/add-a-module.md carried out: its files written, its commands run, its result held against the example."""

import ast
import os
import re
import shlex
import subprocess
import sys
import tokenize
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.examples.document import Command, File, steps_of

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "add-a-module.md"
EXAMPLE = ROOT / "examples" / "uniforms"
PASSED_OVER = {"README.md"}


def carried_out(folder: Path) -> tuple[Path, list[tuple[Command, int, str]]]:
    """Write and run everything in one shell; the package, and each command with its status and answer."""
    staged, packages = folder / "staged", folder / "packages"
    staged.mkdir()
    (folder / "ruff.toml").write_text(f'extend = "{ROOT / "pyproject.toml"}"\n', encoding="utf-8")
    lines, commands = ["exec 2>&1"], []
    for number, step in enumerate(steps_of(DOCUMENT)):
        if isinstance(step, File):
            (staged / str(number)).write_text(step.content, encoding="utf-8")
            place = shlex.quote(step.path)
            lines += [f"mkdir -p $(dirname {place})", f"cp {staged / str(number)} {place}"]
        else:
            lines += [step.words, 'printf "\\n@@ %s\\n" $?']
            commands.append(step)
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)],
        env=environment(folder, packages), cwd=folder, stdout=subprocess.PIPE, text=True, timeout=300, check=False,
    )  # fmt: skip
    answers = re.findall(r"(.*?)\n@@ (\d+)\n", done.stdout, re.S)
    assert len(answers) == len(commands), done.stdout
    return folder / "uniforms", [
        (command, int(status), answer) for command, (answer, status) in zip(commands, answers, strict=True)
    ]


def environment(folder: Path, packages: Path) -> dict[str, str]:
    """The product's own environment; packages go into a folder, and nothing is fetched."""
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.defpath]),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(packages)]),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PIP_TARGET": str(packages),
        "PIP_UPGRADE": "1",
        "PIP_NO_INDEX": "1",
        "PIP_NO_CACHE_DIR": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_QUIET": "0",
    }


def contents(folder: Path) -> dict[str, str]:
    """What a package is made of."""
    files = (path for path in folder.rglob("*") if path.is_file() and not _made(path.relative_to(folder)))
    return {str(path.relative_to(folder)): _text(path) for path in files}


def _text(path: Path) -> str:
    """A file's text; which revision of the product a migration was written on, is the day's, not the document's."""
    return re.sub(r"(?m)^depends_on = .*$", "depends_on = …", path.read_text(encoding="utf-8"))


def _made(path: Path) -> bool:
    return bool({"__pycache__", ".pytest_cache", ".ruff_cache", "build"} & set(path.parts)) or path.name in PASSED_OVER


def test_the_document_builds_the_example(tmp_path: Path) -> None:
    package, run = carried_out(tmp_path)
    for command, status, answer in run:
        assert status == command.status, f"$ {command.words}\n{answer}"
        assert command.fits(answer), f"$ {command.words}\n{answer}\nis not what the document says:\n{command.expected}"
    assert contents(package) == contents(EXAMPLE)
    assert (tmp_path / "packages" / "ziqiang_uniforms" / "translations").is_dir()


def lines_of(source: str, names: Iterable[str] = ()) -> int:
    """Lines with code: no imports, blank lines, comments and docstrings; only of the named definitions where given."""
    tree, wanted = ast.parse(source), set(names)
    left_out: set[int] = set()
    for node in ast.walk(tree):
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        other = isinstance(node, ast.FunctionDef) and node in tree.body and wanted and node.name not in wanted
        if docstring or other or isinstance(node, ast.Import | ast.ImportFrom):
            left_out.update(range(node.lineno, (node.end_lineno or 0) + 1))
    found: set[int] = set()
    for token in tokenize.generate_tokens(iter(source.splitlines(keepends=True)).__next__):
        if token.string.strip() and token.type != tokenize.COMMENT:
            found.update(range(token.start[0], token.end[0] + 1))
    return len(found - left_out)


@pytest.fixture(scope="module")
def sizes() -> dict[str, int]:
    """How many lines each part of the record type takes, as the document shows it first."""
    shown: dict[str, str] = {}
    for step in steps_of(DOCUMENT):
        if isinstance(step, File):
            shown.setdefault(step.path.rpartition("/")[2], step.content)
    named = {"services.py": ("record_sizes",), "queries.py": ("register",)}
    parts = ("models", "services", "manifest", "views", "permissions", "record_rules", "queries")
    return {part: lines_of(shown[f"{part}.py"], named.get(f"{part}.py", ())) for part in parts}


def test_a_record_type_is_as_short_as_the_document_says(sizes: dict[str, int]) -> None:
    core = sum(sizes[part] for part in ("models", "services", "manifest", "views"))
    said = re.search(
        r"are (\d+) lines; with permissions, record rule and\s+the list's query (\d+)", DOCUMENT.read_text()
    )
    assert said
    assert (int(said[1]), int(said[2])) == (core, sum(sizes.values())), sizes
    assert core < 60
