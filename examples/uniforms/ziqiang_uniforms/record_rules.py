"""Whose sizes and allowances somebody meets: those of the people in her scope."""

from app.staff import queries as staff
from ziqiang_uniforms.models import LaundryAllowance, UniformSize
from ziqiang_uniforms.permissions import LAUNDRY_WRITE, SIZES_READ

RECORD_RULES = (
    staff.rule_of_employees(UniformSize, UniformSize.employee_id, SIZES_READ),
    staff.rule_of_employees(LaundryAllowance, LaundryAllowance.employee_id, SIZES_READ, LAUNDRY_WRITE),
)
