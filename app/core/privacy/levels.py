"""The four levels of sensitivity, declared once per field."""

from enum import StrEnum


class Sensitivity(StrEnum):
    """Who may see a field, from everybody to those with a stated reason."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"

    @property
    def rank(self) -> int:
        """0 for public to 3 for sensitive."""
        return list(Sensitivity).index(self)

    def covers(self, other: "Sensitivity") -> bool:
        """Whether somebody cleared for this level may see a field of the other."""
        return self.rank >= other.rank
