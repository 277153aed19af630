"""Named errors of the staff module."""

from app.core.errors import ZiqiangError


class NoLegalEntity(ZiqiangError):
    """There is no legal entity (of that code)."""

    kind = "no_legal_entity"
    message = "There is no legal entity %(code)s. Set the data folder up with: ziqiang init"


class NoOrganisation(ZiqiangError):
    """The organisation's root is missing."""

    kind = "no_organisation"
    message = "The organisation has no root unit. Set the data folder up with: ziqiang init"
