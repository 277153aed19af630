"""Whose sizes and allowances somebody meets: those of the people in her scope."""

from app.core.access import RecordRule
from app.staff import queries as staff
from ziqiang_uniforms.models import LaundryAllowance, UniformSize
from ziqiang_uniforms.permissions import LAUNDRY_WRITE, SIZES_READ


def _of_people(model: type[LaundryAllowance] | type[UniformSize], *permissions: str) -> RecordRule:
    return RecordRule(
        model,
        permissions,
        lambda nodes: model.employee_id.in_(staff.ids_in_units(nodes)),
        lambda number: model.employee_id.in_(staff.id_of_number(number)),
    )


RECORD_RULES = (
    _of_people(UniformSize, SIZES_READ),
    _of_people(LaundryAllowance, SIZES_READ, LAUNDRY_WRITE),
)
