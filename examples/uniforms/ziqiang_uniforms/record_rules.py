"""Whose sizes somebody meets: those of the people in her scope."""

from app.core.access import RecordRule
from app.staff import queries as staff
from ziqiang_uniforms.models import UniformSize
from ziqiang_uniforms.permissions import SIZES_READ

RECORD_RULES = (
    RecordRule(
        UniformSize,
        (SIZES_READ,),
        lambda nodes: UniformSize.employee_id.in_(staff.ids_in_units(nodes)),
        lambda number: UniformSize.employee_id.in_(staff.id_of_number(number)),
    ),
)
