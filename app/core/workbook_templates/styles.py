"""Formats of cells: a day or an amount written into a cell without a format gets one; every other format stays."""

from collections.abc import Callable
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from app.core.tables.layout import Kind
from app.core.workbook_templates.markup import Markup, main

GENERAL = 0
AMOUNT = 4
"""#,##0.00"""
DAY = "yyyy-mm-dd"
CHINESE_DAYS = frozenset((*range(27, 37), *range(50, 59)))
"""Numbers of formats that are days in Chinese versions of Excel."""
FIRST_OWN = 164


@dataclass
class Styles:
    """The styles of a workbook, and those added while it is filled."""

    part: Markup
    added: dict[tuple[int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = self.part.root.find(main("cellXfs"))
        self._all = [] if found is None else list(found)
        self._parent = found
        own = self.part.root.iter(main("numFmt"))
        self._codes = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in own}

    def for_kind(self, style: int | None, kind: Kind) -> int | None:
        """The style of a cell that gets a value of a kind."""
        number = self._number(style)
        if kind is Kind.DATE and not self._is_day(number):
            return self._with(style, self._day_format)
        if kind is Kind.MONEY and number == GENERAL:
            return self._with(style, lambda: AMOUNT)
        return style

    @property
    def changed(self) -> bool:
        """Whether styles were added."""
        return bool(self.added)

    def _number(self, style: int | None) -> int:
        known = style is not None and style < len(self._all)
        return int(self._all[style or 0].get("numFmtId", "0")) if known or (style is None and self._all) else GENERAL

    def _is_day(self, number: int) -> bool:
        code = self._codes.get(number) or BUILTIN_FORMATS.get(number, "")
        return number in CHINESE_DAYS or bool(is_date_format(code))

    def _day_format(self) -> int:
        known = next((number for number, code in self._codes.items() if code == DAY), None)
        if known is not None:
            return known
        number = max(FIRST_OWN - 1, *self._codes, 0) + 1
        formats = self.part.root.find(main("numFmts"))
        if formats is None:
            formats = self.part.root.makeelement(main("numFmts"), {})
            self.part.root.insert(0, formats)
        formats.append(formats.makeelement(main("numFmt"), {"numFmtId": str(number), "formatCode": DAY}))
        formats.set("count", str(len(formats)))
        self._codes[number] = DAY
        return number

    def _with(self, style: int | None, number: Callable[[], int]) -> int | None:
        if self._parent is None or not self._all or (style or 0) >= len(self._all):
            return style
        key = (style or 0, wanted := number())
        if key not in self.added:
            pattern = self._all[style or 0]
            changed = {"numFmtId": str(wanted), "applyNumberFormat": "1"}
            fresh = pattern.makeelement(pattern.tag, {**pattern.attrib, **changed})
            fresh.extend(pattern)
            self._parent.append(fresh)
            self._all.append(fresh)
            self._parent.set("count", str(len(self._all)))
            self.added[key] = len(self._all) - 1
        return self.added[key]
