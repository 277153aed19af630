"""The staff module passes the battery, alone: without payroll, training or any other."""

from app.core.testing import ModuleBattery
from app.staff.manifest import module


class TestBattery(ModuleBattery):
    module = module
