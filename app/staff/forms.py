"""The form that records a fact of an employee: its values, from when, whether a change or a correction, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.core.forms import Emptied, FenField, TranslatedForm, choices_of
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.identifiers import InvalidIdentifier, parse_resident_id
from app.staff.rules.facts import FactField, FactKind, Form

CHANGE, CORRECTION = "change", "correction"
MODES = (
    (CHANGE, N_("A change from a day on")),
    (CORRECTION, N_("A correction of an error: it was never so")),
)
LONGEST = 500
Choices = Mapping[Form, Sequence[tuple[int, str]]]


class WhyForm(TranslatedForm):
    """What every change asks: from when, change or correction, by which document, and why."""

    mode = RadioField(N_("What is it?"), choices=choices_of(MODES), default=CHANGE, validators=[InputRequired()])
    start = DateField(
        N_("From"),
        validators=[InputRequired()],
        description=N_("The first day of the new value; of a correction, the day from which it holds."),
    )
    document = StringField(
        N_("Document"), filters=[Emptied()], validators=[InputRequired(), Length(max=200)],
        description=N_("The number of the document that decided it."),
    )  # fmt: skip
    note = TextAreaField(N_("Reason"), filters=[Emptied()], validators=[Optional(), Length(max=LONGEST)])


WHY = ("mode", "start", "end", "document", "note")
"""The fields of every form that say when, how and why; the others are the fact's values."""


class LeavingForm(TranslatedForm):
    """Somebody leaves: her last working day, by which document, and why."""

    end = DateField(
        N_("Last working day"),
        validators=[InputRequired()],
        description=N_("She is employed, and paid, up to and with this day."),
    )
    document = StringField(
        N_("Document"), filters=[Emptied()], validators=[InputRequired(), Length(max=200)],
        description=N_("The number of the document that decided it."),
    )  # fmt: skip
    note = TextAreaField(N_("Why"), filters=[Emptied()], validators=[InputRequired(), Length(max=LONGEST)])


class SpanForm(WhyForm):
    """The same for what lasts from a day to a day."""

    end = DateField(N_("Last day"), validators=[Optional()], description=N_("Empty while it has no end."))


class HeldForm(WhyForm):
    """The same for what is held for good: it has its own day."""

    start = None


BASES: Mapping[str, type[WhyForm]] = {"succession": WhyForm, "span": SpanForm, "held": HeldForm}


def form_of(kind: FactKind, choices: Choices, correcting: bool = False) -> type[WhyForm]:
    """The form class of a kind of fact; who corrects a row is not asked what it is."""
    fields = {field.name: _field(field, choices) for field in kind.fields if field.name not in kind.fixed}
    asked: dict[str, Any] = {"mode": None} if correcting or kind.shape != "succession" else {}
    return type(f"{kind.code.title()}Form", (BASES[kind.shape],), {**fields, **asked})


def _field(field: FactField, choices: Choices) -> Any:
    match field.form:
        case Form.DATE:
            needed = InputRequired() if field.needed else Optional()
            return DateField(field.label, validators=[needed])
        case Form.MONEY:
            return FenField(field.label, validators=[Optional()])
        case Form.NUMBER:
            return IntegerField(field.label, validators=[InputRequired(), NumberRange(min=0, max=999)])
        case Form.YES_NO:
            return BooleanField(field.label)
        case Form.UNIT | Form.POST | Form.LEVEL | Form.ENTITY:
            named = choices_of(choices[field.form])
            return SelectField(field.label, coerce=int, choices=named, validators=[InputRequired()])
    needed = InputRequired() if field.needed else Optional()
    return StringField(field.label, filters=[Emptied()], validators=[needed, Length(max=LONGEST)])


class HireForm(TranslatedForm):
    """Somebody new: what the roster asks of her, and the document that decided it."""

    number = StringField(N_("Number"), filters=[Emptied()], validators=[InputRequired(), Length(max=40)])
    name = StringField(N_("Name"), filters=[Emptied()], validators=[InputRequired(), Length(max=100)])
    id_number = StringField(N_("ID number"), filters=[Emptied()], validators=[InputRequired()])
    phone = StringField(N_("Telephone"), filters=[Emptied()], validators=[Optional(), Length(max=60)])
    education = StringField(N_("Education"), filters=[Emptied()], validators=[Optional(), Length(max=40)])
    hire_date = DateField(N_("Hired"), validators=[InputRequired()])
    unit_id = SelectField(N_("Unit"), coerce=int, validators=[InputRequired()])
    post_id = SelectField(N_("Post"), coerce=int, validators=[InputRequired()])
    level_id = SelectField(N_("Level"), coerce=int, validators=[InputRequired()])
    step = IntegerField(N_("Step"), default=1, validators=[InputRequired(), NumberRange(min=1, max=99)])
    probation_end = DateField(
        N_("Probation tier until"),
        validators=[Optional()],
        description=N_("Empty for somebody without probation tier."),
    )
    first_employment = BooleanField(N_("First employment"))
    work_start = DateField(N_("First job"), validators=[Optional()])
    prior_service_months = IntegerField(
        N_("Recognised prior service (months)"), default=0, validators=[Optional(), NumberRange(min=0, max=720)]
    )
    contract_type = StringField(
        N_("Contract type"), default="固定期限", filters=[Emptied()], validators=[InputRequired(), Length(max=40)]
    )
    contract_end = DateField(N_("Contract ends"), validators=[Optional()])
    bank = StringField(N_("Bank"), filters=[Emptied()], validators=[Optional(), Length(max=200)])
    bank_account = StringField(N_("Bank card"), filters=[Emptied()], validators=[Optional(), Length(max=30)])
    social_base = FenField(N_("Social insurance base"), validators=[Optional()])
    housing_base = FenField(N_("Housing fund base"), validators=[Optional()])

    def validate_id_number(self, field: Any) -> None:
        """Refuse a number that is none, with the reason."""
        try:
            parse_resident_id(field.data or "")
        except InvalidIdentifier:
            raise ValidationError(
                _("This is no ID number: 18 signs with a real birth date and the right check character.")
            ) from None


class UnitForm(TranslatedForm):
    """A unit from a day on."""

    code = StringField(N_("Code"), filters=[Emptied()], validators=[InputRequired(), Length(max=40)])
    name = StringField(N_("Unit name"), filters=[Emptied()], validators=[InputRequired(), Length(max=200)])
    kind = SelectField(N_("Kind of unit"), validators=[InputRequired()])
    parent_id = SelectField(N_("Lies under"), coerce=int, validators=[InputRequired()])
    legal_entity_id = SelectField(N_("Legal entity"), coerce=int)
    start = DateField(N_("From"), validators=[InputRequired()])
    document = StringField(N_("Document"), filters=[Emptied()], validators=[InputRequired(), Length(max=200)])
    note = TextAreaField(N_("Reason"), filters=[Emptied()], validators=[Optional(), Length(max=LONGEST)])


class EntityForm(TranslatedForm):
    """A legal entity."""

    code = StringField(N_("Code"), filters=[Emptied()], validators=[InputRequired(), Length(max=40)])
    name = StringField(N_("Full name"), filters=[Emptied()], validators=[InputRequired(), Length(max=200)])
