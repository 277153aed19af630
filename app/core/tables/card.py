"""Cards drawn in mass, several on a page: what is on one, as plain frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass

Amount = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Card:
    """One card: fields above, two columns of amounts (fen) with their sums, a result, its words and notes."""

    title: str
    fields: tuple[tuple[str, str], ...]
    left: tuple[Amount, ...]
    right: tuple[Amount, ...]
    left_total: Amount
    right_total: Amount
    result: Amount
    words: str = ""
    notes: tuple[str, ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class CardDeck:
    """Cards for one document with the headings they share."""

    title: str
    cards: Sequence[Card]
    left_heading: str
    right_heading: str
    fields_per_row: int = 4
    units_note: str = ""
    draft_word: str = "草稿"
    words_label: str = "大写："
