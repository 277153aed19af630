"""The form of the panel."""

from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from app.core.forms import TranslatedForm
from ziqiang_uniforms.rules import CLOTHES, LARGEST_SHOE, SMALLEST_SHOE


class SizesForm(TranslatedForm):
    """One person's sizes."""

    jacket = SelectField("Jacket", choices=CLOTHES, validators=[InputRequired()])
    trousers = SelectField("Trousers", choices=CLOTHES, validators=[InputRequired()])
    shoes = IntegerField("Shoes", validators=[InputRequired(), NumberRange(SMALLEST_SHOE, LARGEST_SHOE)])
