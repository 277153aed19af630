"""The screens of the payroll module."""

from app.payroll.views.person_slips import PersonSlipsView
from app.payroll.views.run import RunView
from app.payroll.views.runs import RunsView
from app.payroll.views.scale import ScaleView
from app.payroll.views.scales import ScalesView
from app.payroll.views.slip import SlipView
from app.payroll.views.slips import OwnSlipsView, SlipsView

VIEWS = (RunsView, RunView, SlipsView, SlipView, OwnSlipsView, PersonSlipsView, ScalesView, ScaleView)
