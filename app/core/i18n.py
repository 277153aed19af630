"""Texts in the reader's language. Message ids are English; Chinese is the first language."""


def gettext(message: str) -> str:
    """The text in the current language."""
    return message
