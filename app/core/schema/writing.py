"""Writing a revision, for developers: what the program's tables have and the migrated ones have not."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, create_engine
from sqlalchemy.types import TypeDecorator

from app.core.db import Base
from app.core.schema.branches import Branch
from app.core.schema.errors import MigrationsDiffer
from app.core.schema.migrating import VERSION_TABLE, upgrade
from app.core.schema.protections import protections_of

if TYPE_CHECKING:
    from alembic.operations.ops import MigrationScript

WIDTH = 100
FILE = '''"""{message}"""

import sqlalchemy as sa
from alembic import op

from app.core.schema.protections import protect

revision = "{revision}"
down_revision = {down!r}
branch_labels = {labels!r}
depends_on = {depends!r}


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    {downgrade}
'''


def write_revision(branches: Sequence[Branch], name: str, message: str, initial: bool = False) -> Path | None:
    """Write the next revision of one module, or its first one anew; none where nothing differs."""
    branch = next(one for one in branches if one.name == name)
    folder = branch.folder
    if folder is None:
        raise MigrationsDiffer(module=name, problem="it has no folder named migrations")
    if initial:
        branch = _without_first(branch)
    others = [one for one in branches if one.name in branch.depends]
    script = _compared([branch if one.name == name else one for one in branches], branch)
    assert script.upgrade_ops is not None
    if script.upgrade_ops.is_empty():
        return None
    number = len(branch.revisions) + 1
    content = FILE.format(
        message=message,
        revision=f"{name}_{number:04d}",
        down=branch.head,
        labels=None if branch.head else (name,),
        depends=tuple(one.head for one in others if one.head) or None,
        upgrade="\n    ".join(_upgrade_lines(script, branch)),
        downgrade="\n    ".join(_downgrade_lines(script, branch)),
    )
    slug = re.sub(r"\W+", "_", message.lower(), flags=re.ASCII).strip("_")[:40] or "change"
    path = folder / f"{name}_{number:04d}_{slug}.py"
    for used, line in _IMPORTS.items():
        content = content if used in content else content.replace(line, "")
    path.write_text(content, encoding="utf-8")
    return path


_IMPORTS = {
    "protect(": "from app.core.schema.protections import protect\n\n",
    "sa.": "import sqlalchemy as sa\n",
}
"""Lines that a revision has only when it uses them."""


def _without_first(branch: Branch) -> Branch:
    """The branch with its one revision removed; refused where others stand on it already."""
    assert branch.folder is not None
    if len(branch.revisions) > 1:
        raise MigrationsDiffer(module=branch.name, problem="it has more than its first revision")
    for revision in branch.revisions:
        for path in branch.folder.glob(f"{revision}_*.py"):
            path.unlink()
    return Branch(branch.name, branch.folder, branch.depends, branch.tables)


def _compared(branches: Sequence[Branch], branch: Branch) -> "MigrationScript":
    """What differs between the program's tables of one module and those its migrations make."""
    from alembic.autogenerate import produce_migrations
    from alembic.runtime.migration import MigrationContext

    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate_all(connection, [one for one in branches if one.name in branch.depends or one.name == branch.name])
        options = {"version_table": VERSION_TABLE, "include_object": owned(branches, branch), "compare_type": True}
        script = produce_migrations(MigrationContext.configure(connection, opts=options), Base.metadata)
    engine.dispose()
    return script


def migrate_all(connection: Connection, branches: Iterable[Branch]) -> None:
    """Bring every one of these branches, given in order, to its newest revision."""
    known = list(branches)
    for branch in known:
        upgrade(connection, known, branch.name)


def differences(connection: Connection, branches: Sequence[Branch], branch: Branch) -> list[Any]:
    """What Alembic finds different between the database and the program's tables of one module."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    options = {"version_table": VERSION_TABLE, "include_object": owned(branches, branch), "compare_type": True}
    found: list[Any] = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    return found


def owned(branches: Iterable[Branch], branch: Branch) -> Any:
    """Alembic's `include_object` for the tables of one branch, those it once had among them."""
    foreign = {name for one in branches if one.name != branch.name for name in one.tables}

    def include(_object: Any, name: str | None, kind: str, reflected: bool, _other: Any) -> bool:
        if kind != "table" or name is None:
            return True
        return name in branch.tables or (reflected and name.startswith(f"{branch.name}_") and name not in foreign)

    return include


def _upgrade_lines(script: "MigrationScript", branch: Branch) -> Iterator[str]:
    yield _code(script.upgrade_ops, batch=branch.head is not None)
    touched = {getattr(each, "table_name", "") for each in script.upgrade_ops.ops} if script.upgrade_ops else set()
    for table in Base.metadata.sorted_tables:
        if table.name in touched:
            yield from _protect_lines(table)


def _downgrade_lines(script: "MigrationScript", branch: Branch) -> Iterator[str]:
    from alembic.operations.ops import DowngradeOps, DropTableOp

    found = script.downgrade_ops
    assert found is not None
    if branch.head is None:
        found = DowngradeOps([each for each in found.ops if isinstance(each, DropTableOp)])
    yield _code(found, batch=branch.head is not None)


def _protect_lines(table: Table) -> Iterator[str]:
    for each in protections_of(table):
        pieces = "\n        ".join(repr(piece) for piece in _pieces(each.statement))
        yield f"protect(\n        {each.dialect!r},\n        {pieces},\n    )"


def _pieces(statement: str) -> Iterator[str]:
    """A long statement in pieces that fit on a line."""
    piece = ""
    for word in re.findall(r"\S+\s*|\s+", statement):
        if len(piece) + len(word) > WIDTH:
            yield piece
            piece = ""
        piece += word
    yield piece


def _code(operations: Any, batch: bool) -> str:
    from alembic.autogenerate import render_python_code
    from alembic.operations.ops import CreateTableOp

    for each in operations.ops:
        if isinstance(each, CreateTableOp):
            each.info = {}  # what the program notes about a table is no part of it
    code = render_python_code(operations, render_as_batch=batch, render_item=_render)
    return "\n".join(line for line in code.splitlines() if not line.strip().startswith("# ###")).strip()


def _render(kind: str, found: Any, context: Any) -> Any:
    """Our own types by what the database makes of them: a revision stays what it is when they change."""
    if kind == "type" and isinstance(found, TypeDecorator):
        from alembic.autogenerate.render import _repr_type

        return _repr_type(found.impl_instance, context)
    return False
