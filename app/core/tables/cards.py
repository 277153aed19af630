"""Cards as PDF on A4: equal heights, as many on a page as fit, dashed lines where to cut."""

from typing import BinaryIO

from app.core.tables.card import Amount, Card, CardDeck
from app.core.tables.layout import Align
from app.core.tables.pdf import money
from app.core.tables.pen import MM, Pen

_MARGIN_X, _MARGIN_Y, _INSIDE = 15 * MM, 5 * MM, 4 * MM
_TITLE, _FIELD, _FOOT, _WORDS = 9 * MM, 5.2 * MM, 5.0 * MM, 6.6 * MM
_ROW, _LEAST_ROW = 4.9 * MM, 2.4 * MM
_HEAD_COLOUR, _SUM_COLOUR, _RESULT_COLOUR = "0.86 0.90 0.95", "0.955 0.965 0.98", "0.89 0.92 0.96"


def draw(deck: CardDeck, out: BinaryIO) -> frozenset[str]:
    """Draw all cards; the answer is the characters the font does not have."""
    pen = Pen(out, "A4", False, deck.title)
    drawing = _Drawing(deck, pen)
    for place, card in enumerate(deck.cards):
        spot = place % drawing.per_page
        if place and spot == 0:
            pen.end_page()
        drawing.card(card, pen.height - _MARGIN_Y - spot * drawing.slot, is_last=spot == drawing.per_page - 1)
    pen.end_page()
    return pen.save()


class _Drawing:
    """The measures all cards of a deck share."""

    def __init__(self, deck: CardDeck, pen: Pen) -> None:
        self.deck, self.pen = deck, pen
        self.left, self.right = _MARGIN_X, pen.width - _MARGIN_X
        self.middle = (self.left + self.right) / 2
        rows = max((max(len(card.left), len(card.right)) for card in deck.cards), default=1)
        self.lines = max(rows, 1)
        fields = max((len(card.fields) for card in deck.cards), default=0)
        self.field_rows = -(-fields // deck.fields_per_row)
        self.notes = max((len(card.notes) for card in deck.cards), default=0)
        usable = pen.height - 2 * _MARGIN_Y
        self.row = max(_LEAST_ROW, min(_ROW, (usable - self._fixed()) / (self.lines + 2)))
        self.per_page = max(1, int(usable / self._height()))
        self.slot = usable / self.per_page

    def _fixed(self) -> float:
        return 2 * _INSIDE + _TITLE + self.field_rows * _FIELD + _WORDS + self.notes * _FOOT

    def _height(self) -> float:
        return self._fixed() + (self.lines + 2) * self.row

    def card(self, card: Card, top: float, *, is_last: bool) -> None:
        y = self._headings(card, top - _INSIDE)
        table_top = y
        y = self._amounts(card, y)
        y = self._result(card, y)
        self.pen.frame(self.left, y, self.right - self.left, table_top - y, 0.8)
        for note in card.notes:
            self.pen.fitted(self.left, y - _FOOT / 2, self.right - self.left, note, 7, Align.LEFT)
            y -= _FOOT
        if not is_last:
            self.pen.dashed(0, top - self.slot, self.pen.width, top - self.slot)

    def _headings(self, card: Card, y: float) -> float:
        title = f"{card.title}（{self.deck.draft_word}）" if card.draft else card.title
        self.pen.text(self.middle, y - 5.5 * MM, title, 13, Align.CENTRE, heavy=True)
        self.pen.text(self.right, y - 5.5 * MM, self.deck.units_note, 8, Align.RIGHT)
        y -= _TITLE
        width = (self.right - self.left) / self.deck.fields_per_row
        for place, (label, value) in enumerate(card.fields):
            row, column = divmod(place, self.deck.fields_per_row)
            x = self.left + column * width
            self.pen.fitted(x, y - (row + 0.45) * _FIELD, width - 2 * MM, f"{label}：{value}", 8.6, Align.LEFT)
        return y - self.field_rows * _FIELD

    def _amounts(self, card: Card, y: float) -> float:
        """The two columns: headings, lines side by side, sums."""
        top, size = y, min(8.6, self.row * 0.62)
        width = self.right - self.left
        self.pen.area(self.left, y - self.row, width, self.row, _HEAD_COLOUR)
        halves = (
            (self.left, self.middle, self.deck.left_heading, card.left, card.left_total),
            (self.middle, self.right, self.deck.right_heading, card.right, card.right_total),
        )
        bottom = y - (self.lines + 2) * self.row
        self.pen.area(self.left, bottom, width, self.row, _SUM_COLOUR)
        for x1, x2, heading, amounts, total in halves:
            self.pen.text((x1 + x2) / 2, y - self.row / 2 - size * 0.36, heading, size, Align.CENTRE, heavy=True)
            for place, amount in enumerate(amounts, 1):
                self._amount(x1, x2, y - (place + 0.5) * self.row, amount, size)
            self._amount(x1, x2, bottom + self.row / 2, total, size, heavy=True)
        for place in range(1, self.lines + 2):
            self.pen.line(self.left, y - place * self.row, self.right, y - place * self.row, 0.2)
        self.pen.line(self.middle, top, self.middle, bottom, 0.5)
        return bottom

    def _amount(self, x1: float, x2: float, y: float, amount: Amount, size: float, *, heavy: bool = False) -> None:
        label, fen = amount
        inner = x2 - x1 - 4 * MM
        self.pen.fitted(x1 + 2 * MM, y, inner * 0.68, label, size, Align.LEFT, heavy=heavy)
        self.pen.text(x2 - 2 * MM, y - size * 0.36, money(fen), size, Align.RIGHT, heavy=heavy)

    def _result(self, card: Card, y: float) -> float:
        bottom = y - _WORDS
        self.pen.area(self.left, bottom, self.right - self.left, _WORDS, _RESULT_COLOUR)
        self.pen.line(self.left, y, self.right, y, 0.5)
        label, fen = card.result
        middle = (y + bottom) / 2
        self.pen.text(self.left + 2 * MM, middle - 3.4, f"{label}  {money(fen)}", 9.6, heavy=True)
        if card.words:
            x = self.left + (self.right - self.left) * 0.36
            inner = self.right - x - 2 * MM
            self.pen.fitted(x, middle, inner, self.deck.words_label + card.words, 9, Align.LEFT)
        return bottom
