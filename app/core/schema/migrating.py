"""Running migrations inside the caller's transaction, by Alembic without an ini file.

Alembic keeps the newest revisions in a table of our own name. It names only those on which no other stands: a module's
revision goes unnamed as long as a dependent's stands on it. So what is applied is found by walking down from them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from app.core.schema.branches import Branch
from app.core.schema.errors import MigrationsDiffer, RevisionUnknown

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

VERSION_TABLE = "core_schema_versions"
Steps = Callable[[Any, Any], Iterable[Any]]


def scripts(branches: Iterable[Branch]) -> "ScriptDirectory":
    """Alembic's view of the branches: one folder of revisions each."""
    from alembic.script import ScriptDirectory

    folders = [branch.folder for branch in branches if branch.folder and branch.revisions]
    return ScriptDirectory(str(Path(__file__).parent), version_locations=folders)


def upgrade(connection: Connection, branches: Sequence[Branch], name: str) -> None:
    """Bring one module to its newest revision; those it depends on must be there already."""
    wanted = next(branch for branch in branches if branch.name == name)
    if wanted.head is not None:
        make(connection, branches, (wanted.head,))


def make(connection: Connection, branches: Sequence[Branch], revisions: Sequence[str]) -> None:
    """Bring the schema up to these revisions and all they stand on."""
    directory = scripts(branches)
    for revision in (*revisions, *version_rows(connection)):
        if revision not in _all_revisions(branches):
            raise RevisionUnknown(revision=revision)
    wanted: Any = tuple(revisions)  # Alembic takes several, though it says otherwise
    _run(connection, directory, lambda heads, _context: directory._upgrade_revs(wanted, heads))


def downgrade(connection: Connection, branches: Sequence[Branch], name: str) -> None:
    """Take all of one module's revisions back; refused if that would take back another's."""
    wanted = next(branch for branch in branches if branch.name == name)
    if not wanted.revisions:
        return
    directory = scripts(branches)

    def steps(heads: Any, _context: Any) -> list[Any]:
        found = list(directory._downgrade_revs(f"{name}@base", heads))
        foreign = [step.revision.revision for step in found if step.revision.revision not in wanted.revisions]
        if foreign:
            raise MigrationsDiffer(module=name, problem=f"going back would undo {', '.join(foreign)}")
        return found

    _run(connection, directory, steps)


def _run(connection: Connection, directory: "ScriptDirectory", steps: Steps) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    options = {"version_table": VERSION_TABLE, "fn": steps, "script": directory}
    context = MigrationContext.configure(connection, opts=options)
    with Operations.context(context):
        context.run_migrations()


def version_rows(connection: Connection) -> tuple[str, ...]:
    """The revisions that Alembic's table names."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ()
    return tuple(connection.scalars(text(f"SELECT version_num FROM {VERSION_TABLE} ORDER BY version_num")))


def applied(connection: Connection, branches: Sequence[Branch]) -> Mapping[str, str]:
    """The newest applied revision of each branch that has any."""
    reached = set(_below(scripts(branches), version_rows(connection), _all_revisions(branches)))
    done = {branch.name: [each for each in branch.revisions if each in reached] for branch in branches}
    return {name: found[-1] for name, found in done.items() if found}


def _all_revisions(branches: Iterable[Branch]) -> frozenset[str]:
    return frozenset(revision for branch in branches for revision in branch.revisions)


def _below(directory: "ScriptDirectory", heads: Iterable[str], known: frozenset[str]) -> Iterator[str]:
    waiting = list(heads)
    while waiting:
        revision = waiting.pop()
        if revision not in known:
            raise RevisionUnknown(revision=revision)
        yield revision
        script = directory.get_revision(revision)
        waiting += [*_listed(script.down_revision), *_listed(script.dependencies)]


def _listed(names: Any) -> Sequence[str]:
    return (names,) if isinstance(names, str) else tuple(names or ())
