"""The template of a kind: a workbook with its headings, what each column takes, and choices where there are some."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from sqlalchemy.orm import Session

from app.core import access
from app.core.i18n import gettext as _
from app.core.i18n import listed
from app.core.imports.cells import code, day, identifier, yes_no
from app.core.imports.columns import ImportColumn, ImportSheet
from app.core.modules import ImportKind
from app.core.periods import Month

ROWS = 5000
"""So many rows offer their choices."""
LIST_SHEET = "可选值"
_TEXTS = (code, day, identifier)


def template(session: Session, kind: ImportKind, month: Month | None) -> bytes:
    """The template as .xlsx; choices out of what is recorded are for those who may import everywhere."""
    content = BytesIO()
    everywhere = access.scope_of(session, kind.permission).everywhere
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        pages = [(book.add_worksheet(sheet.title[:31]), sheet) for sheet in kind.sheets]
        lists = _Lists(book)
        formats = {
            (needed, text): book.add_format(_look(needed, text)) for needed in (True, False) for text in (True, False)
        }
        for page, sheet in pages:
            choices = sheet.choices(session, month) if sheet.choices and everywhere else {}
            _write_sheet(page, sheet, choices, formats, lists)
        lists.write()
    return content.getvalue()


def _look(needed: bool, text: bool) -> Mapping[str, Any]:
    """A heading that must be there is dark; cells below keep their digits as text."""
    if text:
        return {"num_format": "@"}
    colour = "#0F5A47" if needed else "#DDEBE6"
    return {"bold": True, "bg_color": colour, "font_color": "#FFFFFF" if needed else "#10332A", "border": 1}


class _Lists:
    """Choices too long for a cell's own list, on a hidden sheet."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._columns: list[Sequence[str]] = []

    def place(self, values: Sequence[str]) -> str:
        """Where the list will stand."""
        self._columns.append(values)
        letter = xlsxwriter.utility.xl_col_to_name(len(self._columns) - 1, col_abs=True)
        return f"='{LIST_SHEET}'!{letter}$1:{letter}${len(values)}"

    def write(self) -> None:
        """The hidden sheet, where there are such lists."""
        if not self._columns:
            return
        page = self._book.add_worksheet(LIST_SHEET)
        for place, values in enumerate(self._columns):
            page.write_column(0, place, values)
        page.hide()


def _write_sheet(
    page: Any,
    sheet: ImportSheet,
    choices: Mapping[str, Sequence[str]],
    formats: Mapping[tuple[bool, bool], Any],
    lists: _Lists,
) -> None:
    """Headings with a remark each, the column ready to be filled in."""
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        offered = choices.get(column.name) or column.choices or (("是", "否") if column.parse is yes_no else ())
        as_text = formats[True, True] if column.parse in _TEXTS or not column.repeats else None
        page.set_column(place, place, max(12, 2 * len(column.header) + 4), as_text)
        page.write_string(0, place, column.header, formats[column.needed, False])
        page.write_comment(0, place, "\n".join(_remarks(column, offered)), {"x_scale": 1.6})
        if offered:
            source: Any = lists.place(offered) if sum(map(len, offered)) + len(offered) > 250 else list(offered)
            page.data_validation(1, place, ROWS, place, {"validate": "list", "source": source, "error_type": "warning"})


def _remarks(column: ImportColumn, offered: Sequence[str]) -> list[str]:
    """What may stand in a column."""
    said = []
    if column.mandatory:
        said.append(_("Must be filled in."))
    elif column.required:
        said.append(_("The column must be there; its cells may be empty."))
    if column.parse is day:
        said.append(_("A date, such as 2026-01-05."))
    if offered:
        said.append(_("One of: %(choices)s") % {"choices": listed(offered[:12])})
    if column.synonyms:
        said.append(_("Also known as: %(names)s") % {"names": listed(column.synonyms)})
    return said or [_("May stay empty.")]
