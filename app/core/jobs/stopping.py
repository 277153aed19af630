"""Waiting for signals without being interrupted at a bad moment."""

import os
import select
import signal
from collections.abc import Sequence
from types import FrameType, TracebackType

STOP = (signal.SIGTERM, signal.SIGINT)


class Signals:
    """Signals as something to wait for, in the main thread: nothing else happens when one comes."""

    def __init__(self, *wanted: signal.Signals) -> None:
        self._wanted = wanted

    def __enter__(self) -> "Signals":
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)
        self._before_fd = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        self._before = {each: signal.signal(each, _take_note) for each in self._wanted}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Put everything back as it was; a fork does so on its own behalf."""
        for each, handler in self._before.items():
            signal.signal(each, handler)
        signal.set_wakeup_fd(self._before_fd)
        os.close(self._reader)
        os.close(self._writer)

    def wait(self, seconds: float | None) -> Sequence[int]:
        """The signals that came, as soon as one does; none after so many seconds."""
        if not select.select([self._reader], [], [], seconds)[0]:
            return ()
        return tuple(os.read(self._reader, 1024))


def _take_note(_number: int, _frame: FrameType | None) -> None:
    """The number has been written into the pipe already."""
