"""What a grid sends and what it is answered: every changed cell in one request, saved whole or not at all."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from flask import Response, jsonify, request

from app.core.errors import ZiqiangError
from app.core.i18n import N_


class GridUnreadable(ZiqiangError):
    """A grid sent something else than cells of it."""

    kind = "grid_unreadable"
    message = N_("The cells could not be read. Load the page again.")
    status = 422


@dataclass(frozen=True, slots=True)
class SentCell:
    """A cell that was changed: its row and column, what was typed, and the version that was seen."""

    row: str
    column: str
    value: str
    version: str


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell that was sent."""

    row: str
    column: str
    message: str


def cells_sent() -> tuple[SentCell, ...]:
    """The cells of this request."""
    try:
        cells = json.loads(request.form.get("cells", ""))
        return tuple(
            SentCell(*(str(one[name]).strip() for name in ("row", "column", "value", "version"))) for one in cells
        )
    except (ValueError, TypeError, KeyError) as error:
        raise GridUnreadable() from error


def refused(faults: Sequence[CellFault], message: str = "") -> Response:
    """Nothing was saved: these cells are wrong. An answer like any other, which the grid shows."""
    return jsonify({"errors": [asdict(fault) for fault in faults], "message": message})
