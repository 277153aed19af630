"""The queue that carries job ids to the workers: Huey, in a file of its own or, on PostgreSQL, in tables of its own.

An id that is lost or comes twice does no harm: the table of jobs knows better, and the sweep hands
lost ones over again.
"""

import json
import logging
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.core.db import Database

FILE = "jobs.db"
TABLES = "core_queue"
_logger = logging.getLogger(__name__)
BLOCKS_FOR = 1  # seconds for which PostgreSQL's queue waits for a message


class Queue:
    """The ids of jobs on their way to a worker."""

    def __init__(self, data_dir: Path, database: Database) -> None:
        self._data_dir = data_dir
        self._database = database
        self._opened: tuple[Any, Any] | None = None
        self._opening = threading.Lock()

    def put(self, job_ids: Iterable[int]) -> None:
        """Hand ids over; keeps no connection."""
        huey, task = self._open()
        try:
            for job_id in job_ids:
                huey.enqueue(task.s(job_id))
        finally:
            huey.storage.close()

    def try_to_put(self, job_ids: Iterable[int]) -> None:
        """Hand ids over, or leave that to the next sweep where the queue can't be written."""
        try:
            self.put(job_ids)
        except Exception:
            _logger.warning("The queue could not be written; the next sweep hands the jobs over.", exc_info=True)

    def take(self) -> int | None:
        """The next id, or none; on PostgreSQL after a moment. Keeps a connection: close() it in the same thread."""
        huey, _task = self._open()
        message = huey.dequeue()
        return None if message is None else int(message.args[0])

    def is_empty(self) -> bool:
        """Whether nothing is on its way; keeps no connection."""
        huey, _task = self._open()
        try:
            return bool(huey.pending_count() == 0)
        finally:
            huey.storage.close()

    def close(self) -> None:
        """Give the connections of this thread back."""
        if self._opened is not None:
            self._opened[0].storage.close()

    def _open(self) -> tuple[Any, Any]:
        with self._opening:
            if self._opened is None:
                huey = self._in_a_file() if self._database.is_sqlite else self._in_postgresql()
                self._opened = huey, huey.task(name="job")(int)
            return self._opened

    def _in_a_file(self) -> Any:
        from huey import SqliteHuey

        return SqliteHuey("jobs", filename=str(self._data_dir / FILE), results=False, serializer=_plain_messages())

    def _in_postgresql(self) -> Any:
        from huey import PostgresHuey

        engine = self._database.engine
        arguments, options = engine.dialect.create_connect_args(engine.url)
        huey = PostgresHuey(
            "jobs",
            connection=lambda: engine.dialect.connect(*arguments, **options),
            read_timeout=BLOCKS_FOR,
            table_prefix=TABLES,
            create_tables=False,
            results=False,
            serializer=_plain_messages(),
        )
        _make_tables(huey.storage)
        return huey


def _make_tables(storage: Any) -> None:
    """Make the queue's tables where they are missing; another process may be doing the same."""
    try:
        if not _has_tables(storage):
            storage.initialize_schema()
    except Exception:
        if not _has_tables(storage):
            raise
    finally:
        storage.close()


def _has_tables(storage: Any) -> bool:
    return bool(storage.sql(f"select to_regclass('{TABLES}_counter') is not null", results=True)[0][0])


def _plain_messages() -> Any:
    """Messages as JSON: what stands in a queue can't be made to run anything, as a pickle could."""
    from huey.registry import Message
    from huey.serializer import Serializer

    class PlainMessages(Serializer):
        """Huey's messages as JSON lists."""

        def _serialize(self, data: Any) -> bytes:
            return json.dumps(list(data)).encode()

        def _deserialize(self, data: Any) -> Any:
            return Message(*json.loads(bytes(data)))

    return PlainMessages()
