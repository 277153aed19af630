"""Mass tables: one declared layout and plain data, written as PDF, XLSX or CSV.

`layout` and `card` hold the values; the writers load their heavy engines (ReportLab, fontTools,
XlsxWriter) only when called, here and nowhere else.
"""

from typing import BinaryIO

from app.core.tables.card import CardDeck
from app.core.tables.layout import TableData, TableLayout


def draw_pdf(layout: TableLayout, data: TableData, out: BinaryIO) -> frozenset[str]:
    """Draw the table as PDF into `out`; the answer is the characters the font does not have."""
    from app.core.tables.pdf import draw as draw_table

    return draw_table(layout, data, out)


def draw_cards(deck: CardDeck, out: BinaryIO) -> frozenset[str]:
    """Draw the cards as PDF into `out`; the answer is the characters the font does not have."""
    from app.core.tables.cards import draw as draw_deck

    return draw_deck(deck, out)


def write_xlsx(layout: TableLayout, data: TableData, out: BinaryIO) -> None:
    """Write the table as a workbook into `out`."""
    from app.core.tables.xlsx import write as write_book

    write_book(layout, data, out)


def write_csv(layout: TableLayout, data: TableData, out: BinaryIO, *, bom: bool = True) -> None:
    """Write the table as UTF-8 CSV into `out`, by default with a byte order mark."""
    from app.core.tables.csv import write as write_text

    write_text(layout, data, out, bom=bom)
