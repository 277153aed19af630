"""The battery that every module passes, and what tests of modules need. Nothing of the product imports this room.

A module's test is one line: `class TestBattery(ModuleBattery): module = manifest.module`.
"""

from app.core.testing.battery import ModuleBattery
from app.core.testing.layout import MODULE_ROOMS
from app.core.testing.schema import schema_of

__all__ = ["MODULE_ROOMS", "ModuleBattery", "schema_of"]
