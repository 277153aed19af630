"""The page shown while the modules change."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MaintenancePage:
    """What is going on; `refresh` seconds later the browser asks again, 0: it does not."""

    template: ClassVar[str] = "core/maintenance.html"
    title: str
    text: str
    lost: str = ""
    refresh: int = 0
