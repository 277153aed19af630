"""The payroll module passes the battery."""

from app.core.testing import ModuleBattery
from app.payroll.manifest import module


class TestBattery(ModuleBattery):
    module = module
