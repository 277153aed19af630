"""The tasks of the year that staff ships: yearly agreements, appraisal, exams, health checks, retirements."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.core.i18n import N_
from app.core.modules import YearTask
from app.core.workcalendar import WorkYear

HR = ("hr_head", "hr")


def next_calendar_entered(_session: Session, year: int) -> Select[int]:
    """Whether the work calendar of the next year is entered."""
    return select(func.count(WorkYear.year)).where(WorkYear.year == year + 1)


YEAR_TASKS = (
    YearTask(
        "staff.appraisal", N_("Annual appraisal and bonus"), 2, 2, HR, per_branch=True,
        note=N_("Each branch appraises her people; headquarters confirms the grades and the bonus of the year before."),
    ),
    YearTask(
        "staff.exam_registration", N_("Registration for the social workers' examination"), 3, 3, ("trainer", *HR), 20,
        per_branch=True, url="/staff/employees/",
        note=N_("Collect who sits the examination, check the conditions, and register before the portal closes."),
    ),
    YearTask(
        "staff.annual_inspection", N_("Annual inspection of the social organisation (社会组织年检)"), 3, 5, HR,
        note=N_("Report of the year before to the registering authority, at the latest by 31 May."),
    ),
    YearTask(
        "staff.health_checks", N_("Health checks"), 9, 11, HR, per_branch=True,
        note=N_("Arrange the year's health check of everybody, and keep who has not been."),
    ),
    YearTask(
        "staff.card_inspection", N_("Inspection of work cards"), 9, 11, HR, per_branch=True,
        note=N_("Compare the cards with the people, take back those of leavers, renew what has run out."),
    ),
    YearTask(
        "staff.budget", N_("Staff and training budget of the next year"), 9, 11, ("hr_head", "finance_head"),
        note=N_("Headcount, pay, contributions, training and examinations of the next year."),
    ),
    YearTask(
        "staff.work_calendar", N_("Work calendar of the next year"), 11, 12, HR, url="/workcalendar/",
        done=next_calendar_entered,
        note=N_("Enter the days off and the make-up days as the State Council announces them."),
    ),
    YearTask(
        "staff.agreements", N_("Yearly agreements of the branches"), 12, 12, HR, per_branch=True,
        note=N_("Responsibility and confidentiality agreements of the next year, signed by everybody."),
    ),
    YearTask(
        "staff.retirements", N_("Next year's retirements"), 12, 12, HR, url="/staff/due/retirement/",
        note=N_("Who reaches the statutory age next year: tell them, and prepare the papers three months ahead."),
    ),
)  # fmt: skip
