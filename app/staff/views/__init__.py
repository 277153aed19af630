"""The screens of the staff module."""

from app.staff.views.employees import EmployeesView

VIEWS = (EmployeesView,)
