"""The screens of the staff module."""

from app.staff.views.due import DueView, FiguresView
from app.staff.views.employee import EmployeeView
from app.staff.views.employees import EmployeesView
from app.staff.views.facts import FactsView
from app.staff.views.hiring import HiringView
from app.staff.views.leaving import LeavingView
from app.staff.views.my import MyView
from app.staff.views.organisation import OrganisationView
from app.staff.views.requests import RequestsView, RequestView
from app.staff.views.units import ConfigurationView, UnitsView

VIEWS = (
    *(EmployeesView, EmployeeView, FactsView, HiringView),
    *(LeavingView, OrganisationView, UnitsView, ConfigurationView),
    *(DueView, FiguresView, MyView, RequestsView, RequestView),
)
