"""Trying an uploaded form: it is drawn and filled once, so that what is odd in it shows now and not on pay day."""

from sqlalchemy.orm import Session

from app.core.workbook_templates.bindings import Bindings, Block, SheetBindings
from app.core.workbook_templates.errors import FormDamaged
from app.core.workbook_templates.filling import fill
from app.core.workbook_templates.grid import grid_of
from app.core.workbook_templates.package import Package, checked_package
from app.core.workbook_templates.sources import FormData, FormRequest, FormSource

ROWS = "rows"
ODD = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError, AssertionError)
"""What reading meets where a file says nonsense."""


TWO = FormData("", {}, {ROWS: ({}, {})})
"""Two rows where the form has one."""


def _load(_session: Session, _request: FormRequest) -> FormData:
    return TWO


SOURCE = FormSource("", "", "", "", (), (), _load)


def checked_form(content: bytes) -> Package:
    """The parts of an uploaded form that can be drawn and filled, rows added below its first; a named error if not."""
    package = checked_package(content)
    try:
        for sheet in package.sheets:
            grid_of(package, sheet)
        tried = tuple(SheetBindings(sheet.name, (), (Block(ROWS, 1, 1),)) for sheet in package.sheets)
        fill(content, Bindings(tried), SOURCE, TWO)
    except ODD as error:
        raise FormDamaged() from error
    return package
