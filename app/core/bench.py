"""What benchmarks measure with: a stop watch, the peak of the memory, and a line for a figure beside its floor."""

import gc
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to measure; `before` makes each repeat ready and `after` tidies up, neither is counted."""

    label: str
    run: Callable[[], object]
    before: Callable[[], object] = lambda: None
    after: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of each repeat, and the highest resident memory while they ran, in megabytes."""

    label: str
    times: tuple[float, ...]
    megabytes: float

    @property
    def seconds(self) -> float:
        """The median."""
        return median(self.times)


def measure(*works: Work, repeats: int = 5, warm_up: bool = True) -> list[Measured]:
    """Run the works in turn, A B C A B C, so that all of them meet the same moods of the machine."""
    times: list[list[float]] = [[] for _work in works]
    peaks = [0.0 for _work in works]
    for repeat in range(-1 if warm_up else 0, repeats):
        for place, work in enumerate(works):
            work.before()
            forget_peak()
            start = time.perf_counter()
            work.run()
            seconds = time.perf_counter() - start
            if repeat >= 0:
                times[place].append(seconds)
                peaks[place] = max(peaks[place], peak_megabytes())
            work.after()
    return [Measured(work.label, tuple(one), peak) for work, one, peak in zip(works, times, peaks, strict=True)]


def sum_of(label: str, *parts: Measured) -> Measured:
    """What the parts take together, repeat by repeat."""
    times = tuple(map(sum, zip(*(part.times for part in parts), strict=True)))
    return Measured(label, times, max(part.megabytes for part in parts))


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


def line(found: Measured, floor: Measured | None = None, aim: str = "") -> str:
    """One line of a report: median seconds, memory, and how many times the floor, repeat by repeat."""
    text = f"{found.label:<44}{found.seconds:9.3f} s {found.megabytes:6.0f} MB"
    if floor is not None:
        ratios = sorted(ours / least for ours, least in zip(found.times, floor.times, strict=True))
        text += f"  {median(ratios):5.2f} x the floor ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    return f"{text}  (aim: {aim})" if aim else text
