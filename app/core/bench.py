"""What benchmarks measure with: a stop watch, the peak of the memory, and a line for a figure beside its floor."""

import gc
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

T = TypeVar("T")
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """Median seconds of the repeats, and the highest resident memory while they ran, in megabytes."""

    seconds: float
    megabytes: float


def measure(
    work: Callable[[], object],
    repeats: int = 3,
    before: Callable[[], object] = lambda: None,
    warm_up: bool = True,
) -> Measured:
    """Run the work a few times, after a warm-up; `before` makes each repeat ready and is not counted."""
    if warm_up:
        before()
        work()
    forget_peak()
    seconds = []
    for _repeat in range(repeats):
        before()
        gc.collect()
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return Measured(median(seconds), peak_megabytes())


def forget_peak() -> None:
    """Have the peak of the memory count from now on, where the system can (Linux)."""
    gc.collect()
    reset = Path("/proc/self/clear_refs")
    if reset.exists():
        reset.write_text("5")


def peak_megabytes() -> float:
    """The highest resident memory of this process: since `forget_peak` on Linux, else since its start."""
    status = Path("/proc/self/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) * 1024 / MEGABYTE
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGABYTE


def line(label: str, found: Measured, floor: float | None = None, aim: str = "") -> str:
    """One line of a report: seconds, memory, and how many times the floor."""
    times = f"  {found.seconds / floor:5.2f} x the floor of {floor:.3f} s" if floor else ""
    aimed = f"  (aim: {aim})" if aim else ""
    return f"{label:<44}{found.seconds:9.3f} s {found.megabytes:6.0f} MB{times}{aimed}"
