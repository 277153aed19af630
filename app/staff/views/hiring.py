"""Hiring: the form for one new colleague. Many at once come by the roster."""

from typing import Any, ClassVar

from flask import flash, request
from sqlalchemy.orm import Session

from app.core import clock
from app.core.admin.inputs import inputs_of
from app.core.admin.pages import FormPage, InputGroup, Link
from app.core.admin.views import Answer, SecureView, action, page
from app.core.errors import ZiqiangError
from app.core.forms import choices_of
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.identifiers import parse_resident_id
from app.staff import queries, services
from app.staff.forms import HireForm
from app.staff.permissions import STAFF_WRITE
from app.staff.rules.records import RosterRecord

SEXES = {"M": "男", "F": "女"}
GROUPS = (
    (N_("Personal details"), ("number", "name", "id_number", "phone", "education")),
    (N_("Work"), ("hire_date", "unit_id", "post_id", "level_id", "step", "probation_end")),
    (N_("Service and contract"), (
        "first_employment", "work_start", "prior_service_months", "contract_type", "contract_end",
    )),
    (N_("Pay"), ("bank", "bank_account", "social_base", "housing_base")),
)  # fmt: skip


class HiringView(SecureView):
    """Hiring."""

    endpoint: ClassVar[str] = "staff_hiring"
    address: ClassVar[str] = "/staff/hiring"

    @page("/", permission=STAFF_WRITE)
    def index(self, session: Session) -> Answer:
        """The empty form."""
        return _page(_form(session, {"hire_date": clock.today()}))

    @action("/", permission=STAFF_WRITE)
    def hire(self, session: Session) -> Answer:
        """Hire her, or come back with what was typed and what is wrong."""
        form = _form(session, {}, request.form)
        if not form.validate():
            return _page(form), 422
        try:
            services.hire(session, _record(session, form))
        except ZiqiangError as error:
            if error.status != 422:
                raise
            return _page(form, fill(error.message, error.values)), 422
        flash(_("%(name)s is recorded.") % {"name": form.name.data}, "good")
        return f"/staff/employee/{form.number.data}"


def _form(session: Session, values: dict[str, Any], typed: Any = None) -> HireForm:
    form = HireForm(typed, data=values)
    paths = queries.unit_paths(queries.placements_on(session, clock.today()))
    form.unit_id.choices = choices_of((key, " / ".join(filter(None, path))) for key, path in paths.items())
    form.post_id.choices = choices_of((key, name) for name, key in reversed(queries.post_ids(session).items()))
    form.level_id.choices = choices_of((key, name) for name, key in queries.level_ids(session).items())
    return form


def _record(session: Session, form: HireForm) -> RosterRecord:
    """What was typed, as a row of the roster would say it."""
    data = dict(form.data)
    identity = parse_resident_id(data["id_number"])
    paths = queries.unit_paths(queries.placements_on(session, clock.today()))
    branch, station = paths[data.pop("unit_id")]
    post, level = _chosen(form.post_id), _chosen(form.level_id)
    del data["post_id"], data["level_id"]
    return RosterRecord(
        row=1,
        branch=branch,
        station=station,
        sex=SEXES[identity.sex],
        birth_date=identity.birth,
        post=post,
        level=level,
        on_probation=data["probation_end"] is not None,
        contract_start=data["hire_date"],
        leave_date=None,
        level_since=data["hire_date"],
        certificates=(),
        ethnicity=None,
        political_status=None,
        school=None,
        major=None,
        note=None,
        **(data | {"id_number": identity.number, "prior_service_months": data["prior_service_months"] or 0}),
    )


def _chosen(field: Any) -> str:
    """What the chosen value is called."""
    return next(str(choice.label) for choice in field.choices if choice.value == field.data)


def _page(form: HireForm, error: str = "") -> FormPage:
    fields = {one.name: one for one in inputs_of(form)}
    return FormPage(
        _("New employee"),
        (Link(_("Employees"), "/staff/employees/"),),
        "/staff/hiring/",
        tuple(InputGroup(_(title), tuple(fields[name] for name in names)) for title, names in GROUPS),
        _("Save"),
        "/staff/employees/",
        errors=(error,) if error else (),
    )
