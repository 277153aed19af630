"""The form that records a fact of an employee: its values, from when, whether a change or a correction, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.forms import Emptied, FenField, TranslatedForm
from app.core.i18n import N_
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

    mode = RadioField(N_("What is it?"), choices=MODES, default=CHANGE, validators=[InputRequired()])
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


WHY = ("mode", "start", "document", "note")


def form_of(kind: FactKind, choices: Choices) -> type[WhyForm]:
    """The form class of a kind of fact."""
    fields = {field.name: _field(field, choices) for field in kind.fields if field.name not in kind.fixed}
    return type(f"{kind.code.title()}Form", (WhyForm,), fields)


def _field(field: FactField, choices: Choices) -> Any:
    match field.form:
        case Form.DATE:
            return DateField(field.label, validators=[Optional()])
        case Form.MONEY:
            return FenField(field.label, validators=[Optional()])
        case Form.NUMBER:
            return IntegerField(field.label, validators=[InputRequired(), NumberRange(min=0, max=999)])
        case Form.YES_NO:
            return BooleanField(field.label)
        case Form.UNIT | Form.POST | Form.LEVEL:
            return SelectField(field.label, coerce=int, choices=list(choices[field.form]), validators=[InputRequired()])
    return StringField(field.label, filters=[Emptied()], validators=[Optional(), Length(max=LONGEST)])
