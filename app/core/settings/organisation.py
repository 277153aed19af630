"""The organisation's own name, as it is printed and shown."""

from sqlalchemy.orm import Session

from app.core.i18n import N_
from app.core.settings.declared import Setting
from app.core.settings.stored import setting

ORGANISATION_MANAGE = "core.organisation.manage"
NAME, SHORT_NAME = "organisation.name", "organisation.short_name"
LONGEST = {NAME: 60, SHORT_NAME: 20}


def _named(longest: int, text: str) -> str:
    """A name of one line; ValueError when it is too long or has signs that can't be printed."""
    name = text.strip()
    if len(name) > longest or not name.isprintable():
        raise ValueError(f"{text!r} is no name of one line")
    return name


ORGANISATION = (
    Setting(
        NAME,
        N_("Name of the organisation"),
        "",
        ORGANISATION_MANAGE,
        lambda text: _named(LONGEST[NAME], text),
        N_("One line of at most 60 signs; empty: documents carry the name of the legal entity."),
    ),
    Setting(
        SHORT_NAME,
        N_("Short name of the organisation"),
        "",
        ORGANISATION_MANAGE,
        lambda text: _named(LONGEST[SHORT_NAME], text),
        N_("One line of at most 20 signs, for narrow places; empty: the name."),
    ),
)


def organisation_name(session: Session, otherwise: str = "") -> str:
    """The organisation's name as printed on documents; `otherwise` (say, the legal entity's) until it is set."""
    return setting(session, NAME) or otherwise


def organisation_short_name(session: Session) -> str:
    """What the frame of every page shows; empty until either name is set."""
    return setting(session, SHORT_NAME) or setting(session, NAME) or ""
