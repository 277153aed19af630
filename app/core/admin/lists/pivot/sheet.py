"""The sheet of a pivot's workbook."""

from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session

from app.core.admin.lists.declared import Names
from app.core.admin.lists.drawn import search_of
from app.core.admin.lists.listing import Listing
from app.core.admin.lists.pivot.cross import Path
from app.core.admin.lists.pivot.drawing import TOO_MANY, asked_of, crossed_of
from app.core.admin.lists.pivot.figures import unit_of
from app.core.admin.lists.pivot.table import TOTAL, Crossed, column_headings
from app.core.admin.lists.pivot.workbook import Line, Sheet, write_pivot
from app.core.admin.lists.state import ListState
from app.core.admin.pages.looks import PivotHeading
from app.core.i18n import N_, listed
from app.core.i18n import gettext as _

SUBTOTAL = N_("%(name)s, together")


def pivot_workbook(listing: Listing, session: Session, state: ListState) -> tuple[bytes, int]:
    """The workbook of a pivot, and how many lines it has."""
    want, names = asked_of(listing, session), listing.names(session)
    crossed = crossed_of(listing, session, state, want, names)
    notes = _notes(listing, session, state, names)
    measures = tuple(PivotHeading(_(one.label)) for one in want.measures)
    columns = len(crossed.columns) if crossed else 1
    sheet = Sheet(
        listing.heading(session),
        notes if crossed else (*notes, _(TOO_MANY)),
        tuple(axis.label for axis in want.rows) or (_(TOTAL),),
        (*(column_headings(crossed) if crossed else ()), measures * columns),
        tuple(unit_of(one) for one in want.measures) * columns,
        _lines(crossed) if crossed else (),
    )
    out = BytesIO()
    write_pivot(sheet, out)
    return out.getvalue(), len(sheet.lines)


def _notes(listing: Listing, session: Session, state: ListState, names: Names) -> tuple[str, ...]:
    """What the figures are narrowed to, in words."""
    search = search_of(listing, session, state, names)
    chips = [f"{chip.label}: {chip.value}" for chip in search.chips] if search else []
    said = listed(filter(None, [state.search, *chips]))
    return (said,) if said else ()


def _lines(crossed: Crossed) -> list[Line]:
    """The lines of the sheet: each row with all its fields, a group's sum after what it consists of."""
    fields = max(1, len(crossed.asked.rows))
    found: list[Line] = []
    waiting: list[Path] = []
    for row in crossed.rows:
        while waiting and row[: len(waiting[-1])] != waiting[-1]:
            found.append(_sum_line(crossed, waiting.pop(), fields))
        if crossed.is_group(row):
            waiting.append(row)
        else:
            found.append(Line(_labels(crossed, row, fields), _figures(crossed, row)))
    found += [_sum_line(crossed, path, fields) for path in reversed(waiting)]
    return [*found, Line((_(TOTAL), *[""] * (fields - 1)), _figures(crossed, ()), "total")]


def _sum_line(crossed: Crossed, path: Path, fields: int) -> Line:
    labels = list(_labels(crossed, path, fields))
    labels[len(path) - 1] = _(SUBTOTAL) % {"name": labels[len(path) - 1]}
    return Line(tuple(labels), _figures(crossed, path), "group")


def _labels(crossed: Crossed, row: Path, fields: int) -> tuple[str, ...]:
    said_ = [crossed.label(crossed.asked.rows, row[: place + 1]) for place in range(len(row))]
    return (*said_, *[""] * (fields - len(said_)))


def _figures(crossed: Crossed, row: Path) -> tuple[Any, ...]:
    width = range(len(crossed.asked.measures))
    return tuple(crossed.cross.figure(row, column, place) for column in crossed.columns for place in width)
