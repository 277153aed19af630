"""Mass tables: one declared layout and plain data, written as PDF, XLSX or CSV.

`layout` and `card` hold the values; the writers load their heavy engines (ReportLab, fontTools,
XlsxWriter) only when called, here and nowhere else.
"""

from typing import BinaryIO

from app.core.tables.card import CardDeck
from app.core.tables.layout import TableData, TableLayout


def draw_pdf(layout: TableLayout, data: TableData, out: BinaryIO) -> frozenset[str]:
    """Draw the table as PDF into `out`; the answer is the characters the font does not have."""
    from app.core.tables import pdf

    return pdf.draw(layout, data, out)


def draw_cards(deck: CardDeck, out: BinaryIO) -> frozenset[str]:
    """Draw the cards as PDF into `out`; the answer is the characters the font does not have."""
    from app.core.tables import cards

    return cards.draw(deck, out)


def write_xlsx(layout: TableLayout, data: TableData, out: BinaryIO) -> None:
    """Write the table as a workbook into `out`."""
    from app.core.tables import xlsx

    xlsx.write(layout, data, out)


def write_csv(layout: TableLayout, data: TableData, out: BinaryIO, *, bom: bool = True) -> None:
    """Write the table as UTF-8 CSV into `out`, by default with a byte order mark."""
    from app.core.tables import csv

    csv.write(layout, data, out, bom=bom)
