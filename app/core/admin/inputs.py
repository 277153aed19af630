"""The fields of a WTForms form as the inputs of a page."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from app.core.admin.pages import Choice, Input, InputKind
from app.core.forms import FenField
from app.core.i18n import gettext as _

KINDS: Mapping[type[Field], InputKind] = {
    DateField: "date",
    IntegerField: "number",
    BooleanField: "checkbox",
    RadioField: "radio",
    SelectField: "select",
    TextAreaField: "textarea",
    FenField: "text",
    StringField: "text",
}


def inputs_of(form: Form, leave_out: Iterable[str] = ()) -> tuple[Input, ...]:
    """The fields of a form as inputs, with what was typed and what is wrong with it."""
    return tuple(_input(field) for field in form if field.name not in set(leave_out))


def _input(field: Field) -> Input:
    kind = next(kind for cls, kind in KINDS.items() if isinstance(field, cls))
    return Input(
        field.name,
        _(str(field.label.text)),
        kind,
        _shown(field, kind),
        choices=_choices(field) if kind in ("select", "radio") else (),
        errors=tuple(str(error) for error in field.errors),
        help=_(str(field.description)) if field.description else "",
        required=any(isinstance(one, InputRequired) for one in field.validators),
        wide=kind == "textarea",
        inputmode="decimal" if isinstance(field, FenField) else "",
    )


def _shown(field: Field, kind: InputKind) -> str:
    if kind == "checkbox":
        return "1" if field.data else ""
    if kind in ("select", "radio"):
        return "" if field.data is None else str(field.data)
    if isinstance(field.data, date) and not field.raw_data:
        return field.data.isoformat()
    return str(field._value())


def _choices(field: Any) -> tuple[Choice, ...]:
    return tuple(Choice(str(choice.value), _(str(choice.label))) for choice in field.iter_choices())
