"""The developer's command that writes migrations.

    python -m app.core.modules.revise MODULE "what changed"     the next revision of a module (`core`: the kernel)
    python -m app.core.modules.revise MODULE --initial          its first revision anew, while it is the only one
    python -m app.core.modules.revise --initial                 the same for the kernel and every discovered module

`--manifest PACKAGE.manifest` adds a module whose package is importable but not installed.

A module owns the tables of its `models`, the kernel those named core_*. What the tables have and the migrated ones
have not is found on an empty SQLite database; read the file before you commit it: Alembic sees no renaming, and rows
that must be moved are yours to write. Triggers and exclusion constraints (`core.schema.protections`) are written along.
"""

import pkgutil
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

import app.core
from app.core.modules.discovery import discover, in_order
from app.core.modules.lifecycle.branches import branch_of, migrations_folder
from app.core.modules.manifest import Module
from app.core.schema import Branch, kernel
from app.core.schema.writing import write_revision


def every_branch(manifests: Sequence[str] = ()) -> tuple[Branch, ...]:
    """The kernel's branch and those of all modules on this machine and of these manifests, each with its folder."""
    for room in pkgutil.walk_packages(app.core.__path__, "app.core."):
        if not room.name.endswith(("__main__", ".revise", ".testing")):
            import_module(room.name)
    named = [import_module(manifest).module for manifest in manifests]
    return (kernel(), *(_with_folder(module) for module in in_order([*discover(), *named])))


def _with_folder(module: Module) -> Branch:
    if module.models:
        migrations_folder(module).mkdir(exist_ok=True)
    return branch_of(module)


def revise(name: str | None, message: str, initial: bool, manifests: Sequence[str] = ()) -> Sequence[Path]:
    """Write the revisions of one module or of all; the files."""
    names = [name] if name else [branch.name for branch in every_branch(manifests) if branch.folder]
    written = []
    for one in names:
        branches = every_branch(manifests)  # anew: a branch remembers its files, and others stand on those just written
        if one not in {branch.name for branch in branches}:
            raise click.ClickException(f"There is no module {one}.")
        path = write_revision(branches, one, message, initial)
        if path is not None:
            written.append(path)
    for words in (["check", "--fix", "--select", "I"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *words, "--quiet", *map(str, written)], check=bool(written))
    return written


@click.command()
@click.argument("module", required=False)
@click.argument("message", required=False)
@click.option("--initial", is_flag=True, help="Write the first revision anew.")
@click.option("--manifest", "manifests", multiple=True, help="A manifest whose package is not installed.")
def main(module: str | None, message: str | None, initial: bool, manifests: tuple[str, ...]) -> None:
    """Write the next migration of a module."""
    if not initial and not (module and message):
        raise click.UsageError("Name the module and say what changed, or give --initial.")
    for path in revise(module, message or "initial", initial, manifests):
        click.echo(path)


if __name__ == "__main__":
    main()
