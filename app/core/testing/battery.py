"""The battery: what every module must do, as tests to inherit.

The class that inherits needs the fixtures `database_url` (an empty database of either kind) and `data_dir` (an empty
folder).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import PrimaryKeyConstraint, Table, inspect

from app.core import access, schema
from app.core.db import Base
from app.core.modules import Module, discover, in_order
from app.core.modules.lifecycle import branch_of
from app.core.schema import Branch, code_tables
from app.core.schema.migrating import scripts
from app.core.schema.writing import differences
from app.core.system import System
from app.core.testing.layout import strange_rooms
from app.core.testing.manifests import faults_of
from app.core.testing.schema import schema_of
from app.core.testing.texts import faults_of_texts


class ModuleBattery:
    """What every module must do. `module` is its manifest; `others` may name modules that are not discovered."""

    module: Module
    others: tuple[Module, ...] = ()

    def test_the_manifest_is_sane(self) -> None:
        faults = faults_of(self.module, self._around())
        assert faults == [], faults

    def test_the_texts_it_brings_are_complete(self) -> None:
        faults = faults_of_texts(self.module)
        assert faults == [], faults

    def test_the_rooms_are_those_of_every_module(self) -> None:
        if self.module.home:
            partners = (*self.module.works_with, *(one.name for one in self._around()))
            strange = strange_rooms(self.module.home, partners)
            assert strange == set(), strange

    def test_tables_are_named_for_the_module(self) -> None:
        strange = [one.name for one in self._tables() if not one.name.startswith(f"{self.module.name}_")]
        assert strange == [], strange

    def test_every_constraint_and_index_has_a_name(self) -> None:
        unnamed = [
            f"{table.name}: {one!r}"
            for table in self._tables()
            for one in [*table.constraints, *table.indexes]
            if getattr(one, "name", None) is None and not (isinstance(one, PrimaryKeyConstraint) and not one.columns)
        ]
        assert unnamed == [], unnamed

    def test_every_table_is_exported_or_left_out_on_purpose(self) -> None:
        names = {table.name for table in self._tables()}
        exported = {one.name for one in self.module.canonical}
        left_out = set(self.module.not_canonical)
        forgotten = names - exported - left_out
        assert forgotten == set(), f"neither in `canonical` nor in `not_canonical`: {forgotten}"
        assert exported & left_out == set(), "both exported and left out"
        assert left_out - names == set(), "no table of this module"

    def test_revisions_form_one_line(self) -> None:
        branch = branch_of(self.module)
        assert bool(branch.revisions) == bool(self._tables()), "tables and migrations belong together"
        if not branch.revisions:
            return
        line = [script for script in scripts(self._branches()).walk_revisions() if script.revision in branch.revisions]
        assert sorted(script.revision for script in line) == sorted(branch.revisions)
        first = next(script for script in line if script.down_revision is None)
        assert first.revision == branch.revisions[0]
        assert first.module.branch_labels == (self.module.name,)
        followed = {script.down_revision for script in line}
        assert followed == {None, *branch.revisions[:-1]}
        for needed in (one for one in self._branches() if one.name in branch.depends and one.head):
            assert any(each in needed.revisions for each in first.module.depends_on or ()), f"no link to {needed.name}"

    def test_migrations_make_the_tables_of_the_program(self, database_url: str, data_dir: Path) -> None:
        with self._system(database_url, data_dir) as system:
            branches = self._branches()
            mine = next(one for one in branches if one.name == self.module.name)
            system.lifecycle.install(access.operator(), self.module.name)
            migrated = schema_of(system.database, mine.tables)
            with system.database.engine.connect() as connection:
                found = differences(connection, branches, mine)
                assert found == [], found
            with schema.changing(system.database) as session:
                schema.downgrade(session.connection(), branches, self.module.name)
                Base.metadata.create_all(session.connection(), code_tables([mine]))
            assert schema_of(system.database, mine.tables) == migrated

    def test_install_upgrade_and_uninstall_leave_nothing(self, database_url: str, data_dir: Path) -> None:
        with self._system(database_url, data_dir) as system:
            operator, name = access.operator(), self.module.name
            before = schema_of(system.database), dict(system.lifecycle.installed())
            assert system.lifecycle.install(operator, name) == (name,)
            assert [one.name for one in system.modules][-1] == name
            with system.database.engine.connect() as connection:
                there = set(inspect(connection).get_table_names())
            assert {table.name for table in self._tables()} <= there
            assert system.lifecycle.upgrade(operator, name) == ()
            removal = system.lifecycle.uninstall(operator, name, confirmed=True)
            assert set(removal.tables) == {table.name for table in self._tables()}
            assert (schema_of(system.database), dict(system.lifecycle.installed())) == before

    def _tables(self) -> list[Table]:
        return code_tables([branch_of(self.module)])

    def _around(self) -> tuple[Module, ...]:
        """The modules on this machine, whether discovered or named here."""
        known = {one.name: one for one in (*discover(), *self.others)}
        return tuple(one for one in known.values() if one.name != self.module.name)

    def _needed(self) -> tuple[Module, ...]:
        """What the module needs, and what that needs."""
        known, wanted, waiting = {one.name: one for one in self._around()}, set(), [*self.module.depends]
        while waiting:
            name = waiting.pop()
            wanted.add(name)
            waiting += known[name].depends
        return in_order([known[name] for name in wanted])

    def _branches(self) -> tuple[Branch, ...]:
        return (schema.kernel(), *map(branch_of, (*self._needed(), self.module)))

    @contextmanager
    def _system(self, url: str, data_dir: Path) -> Iterator[System]:
        """A system with what the module needs, but not yet the module."""
        needed = self._needed()
        before = System(data_dir, url, needed)
        before.set_up()
        before.database.close()
        system = System(data_dir, url, (*needed, self.module))
        try:
            yield system
        finally:
            system.database.close()
