"""The screens of the payroll module."""

from app.payroll.views.entry import EntryView
from app.payroll.views.person_slips import PersonSlipsView
from app.payroll.views.run import RunView
from app.payroll.views.runs import RunsView
from app.payroll.views.scale import ScaleView
from app.payroll.views.scales import ScalesView
from app.payroll.views.slip import SlipView
from app.payroll.views.slips import OwnSlipsView, SlipsView
from app.payroll.views.unit_pay import UnitPayView

VIEWS = (
    *(RunsView, RunView, EntryView, SlipsView, SlipView, OwnSlipsView, PersonSlipsView),
    *(UnitPayView, ScalesView, ScaleView),
)
