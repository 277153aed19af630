"""The triggers that keep the log append-only in the database itself.

They are declared as protections of the last table (`core.schema`); all can be run again. SQLite needs
`recursive_triggers=ON` (set for every connection by `core.db`), or INSERT OR REPLACE would pass by.
Values may be deleted (erasure) but never changed.
"""

from collections.abc import Mapping

from sqlalchemy import Table

from app.core.schema.protections import protect_table

FROZEN = ("core_audit_batches", "core_audit_entries")
ERASABLE = ("core_audit_values",)
_REFUSAL = "the audit log is append-only"


def _sqlite() -> tuple[str, ...]:
    guarded = [(table, verb) for table in FROZEN for verb in ("UPDATE", "DELETE")]
    guarded += [(table, "UPDATE") for table in ERASABLE]
    return tuple(
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for table, verb in guarded
    )


def _postgresql() -> tuple[str, ...]:
    function = (
        "CREATE OR REPLACE FUNCTION core_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    guarded = [(table, "UPDATE OR DELETE", "ROW") for table in FROZEN]
    guarded += [(table, "UPDATE", "ROW") for table in ERASABLE]
    guarded += [(table, "TRUNCATE", "STATEMENT") for table in FROZEN]
    triggers = (
        f"CREATE OR REPLACE TRIGGER {table}_no_{verbs.split()[0].lower()} BEFORE {verbs} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION core_audit_refuse()"
        for table, verbs, each in guarded
    )
    return (function, *triggers)


PROTECTION: Mapping[str, tuple[str, ...]] = {"sqlite": _sqlite(), "postgresql": _postgresql()}


def statements(dialect: str) -> tuple[str, ...]:
    """The statements that put the triggers up, by the dialect's name."""
    return PROTECTION[dialect]


def protect(last: Table) -> None:
    """Have the three tables protected as soon as the last of them stands."""
    for dialect, found in PROTECTION.items():
        protect_table(last, dialect, *found)
