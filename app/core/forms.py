"""Forms: WTForms for shape and messages in the reader's language, drawn as the inputs of a page."""

from collections.abc import Iterable
from typing import Any, ClassVar

from wtforms import Form, SelectChoice, StringField

from app.core.i18n import CHINESE, language
from app.core.i18n import gettext as _
from app.core.money import fen_from_yuan, yuan

LOCALES = {CHINESE: "zh", "en": "en"}


class TranslatedForm(Form):
    """A form whose validators speak the reader's language; labels are message ids."""

    class Meta:
        """WTForms asks here for its locale at every form made."""

        @property
        def locales(self) -> list[str]:
            """The catalogue of WTForms that fits."""
            return [LOCALES[language()]]

        cache_translations = False


def choices_of(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """The choices of a select or radio field, of values and how they are called."""
    return [SelectChoice(value, label) for value, label in pairs]


class FenField(StringField):
    """An amount typed in yuan, kept in fen."""

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else "" if self.data is None else yuan(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read an amount such as 5,600.00."""
        typed = str(valuelist[0]).strip().replace(",", "").replace("，", "") if valuelist else ""
        try:
            self.data = fen_from_yuan(typed) if typed else None
        except ValueError:
            self.data = None
            raise ValueError(_("Write an amount in yuan with at most two decimals, such as 5600.00.")) from None


class Emptied:
    """A filter: an empty text is nothing."""

    spaces: ClassVar[str] = " \t\r\n\u3000"

    def __call__(self, value: Any) -> Any:
        """The text without spaces around it, None when nothing is left."""
        return (value.strip(self.spaces) or None) if isinstance(value, str) else value
