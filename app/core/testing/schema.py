"""What a database's schema is, as its own catalogue tells it: to compare two schemas to the last trigger."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, inspect

from app.core.db import Database

# What PostgreSQL says itself about constraints (exclusion constraints among them), indexes, triggers and functions.
_CATALOGUE = {
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 1, 2",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
    "WHERE NOT tgisinternal ORDER BY 1, 2",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE starts_with(proname, 'core_') ORDER BY 1",
    "sequences": "SELECT sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1",
}
_SQLITE = "SELECT tbl_name, type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY 1, 2, 3"


def schema_of(database: Database, only: Collection[str] | None = None) -> Mapping[str, Any]:
    """Tables, columns, keys, constraints, indexes, triggers, functions and sequences; of the named tables only.

    Names of tables stand first in every row of the catalogues.
    """
    statements = {"objects": _SQLITE} if database.is_sqlite else _CATALOGUE
    with database.engine.connect() as connection:
        found: dict[str, Any] = {"tables": _tables(connection)}
        for name, statement in statements.items():
            found[name] = [tuple(row) for row in connection.exec_driver_sql(statement)]
    if only is None:
        return found
    return {
        "tables": {name: table for name, table in found["tables"].items() if name in only},
        **{name: [row for row in found[name] if row[0] in only] for name in statements},
    }


def _tables(connection: Connection) -> dict[str, Any]:
    inspector = inspect(connection)
    return {
        name: {
            "columns": [
                (one["name"], str(one["type"]), one["nullable"], one["default"], one.get("autoincrement"))
                for one in inspector.get_columns(name)
            ],
            "primary key": inspector.get_pk_constraint(name),
            "foreign keys": sorted(map(_foreign_key, inspector.get_foreign_keys(name))),
            "unique": sorted(
                (one["name"] or "", *one["column_names"]) for one in inspector.get_unique_constraints(name)
            ),
            "checks": sorted((one["name"] or "", one["sqltext"]) for one in inspector.get_check_constraints(name)),
        }
        for name in inspector.get_table_names()
    }


def _foreign_key(one: Any) -> tuple[Any, ...]:
    options = sorted(one["options"].items())
    return one["name"] or "", one["constrained_columns"], one["referred_table"], one["referred_columns"], options
