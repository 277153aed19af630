"""The cells of a sheet as text: kept as they were, copied further down, or with a value written into them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from app.core.money import yuan
from app.core.tables.layout import Kind
from app.core.workbook_templates.bindings import Bound
from app.core.workbook_templates.markup import Markup, attributes, inside, main
from app.core.workbook_templates.references import Moves, Parts, Record, area, prepared, written
from app.core.workbook_templates.sources import Value
from app.core.workbook_templates.styles import Styles

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_767
DAY_ZERO, DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)


@dataclass(frozen=True, slots=True)
class Shape:
    """A cell of the form: its column, style and what is in it. `formula` is None where there is none."""

    column: str
    style: int | None = None
    kept: str = ""
    kind: str = ""
    inner: str = ""
    formula: Parts | None = None
    formula_attributes: str = ""
    is_array: bool = False

    def at(self, row: int, by: int, prefix: str) -> str:
        """The cell's text at a row, that many rows below its pattern."""
        place = f'<{prefix}c r="{self.column}{row}"{_style(self.style)}'
        if self.formula is not None:
            own = f' ref="{self.column}{row}"' if self.is_array else ""
            told = f"<{prefix}f{self.formula_attributes}{own}>{escape(written(self.formula, by))}</{prefix}f>"
            return f"{place}{self.kept}>{told}</{prefix}c>"
        kind = f' t="{self.kind}"' if self.kind else ""
        return f"{place}{self.kept}{kind}>{self.inner}</{prefix}c>" if self.inner else f"{place}{self.kept}/>"


def _style(style: int | None) -> str:
    return "" if style is None else f' s="{style}"'


def shape_of(
    cell: Element, part: Markup, formula: str | None, here: str, moves: Mapping[str, Moves], record: Record | None
) -> Shape:
    """A cell as it stands in the form; `formula` is its text, shared ones written out."""
    column = cell.get("r", "").rstrip("0123456789")
    style = cell.get("s")
    shape = Shape(
        column,
        int(style) if style is not None else None,
        attributes(cell, part.prefixes, ("r", "s", "t")),
        cell.get("t", ""),
    )
    if formula is None:
        return replace(shape, inner="".join(inside(one, part.prefixes) for one in cell))
    told = cell.find(main("f"))
    is_array = told is not None and told.get("t") == "array"
    spread = told.get("ref", "") if told is not None and is_array else ""
    own = is_array and ":" not in spread
    kept = ' t="array"' if is_array else ""
    if spread and not own:
        kept += f' ref="{area(spread, moves.get(here, Moves()))}"'
    return replace(shape, formula=prepared(formula, here, moves, record), formula_attributes=kept, is_array=own)


@dataclass(frozen=True)
class Writer:
    """Writes values into cells: text stays text, numbers and days are such."""

    prefix: str
    styles: Styles
    day_zero: date = DAY_ZERO

    def filled(self, shape: Shape, row: int, bound: Bound, kind: Kind, value: Value) -> str:
        """The cell at a row with a value."""
        if bound.before or bound.after:
            value, kind = f"{bound.before}{in_words(value, kind)}{bound.after}", Kind.TEXT
        place = f'<{self.prefix}c r="{shape.column}{row}"'
        if value is None or value == "":
            return f"{place}{_style(shape.style)}{shape.kept}/>"
        if kind is Kind.DATE and isinstance(value, date) and value >= self.day_zero:
            told = str((value - self.day_zero).days)
        elif kind is Kind.MONEY and isinstance(value, int):
            told = yuan(value)
        elif kind is Kind.INTEGER and isinstance(value, int):
            told = str(value)
        else:
            text = escape(UNPRINTABLE.sub("", str(value))[:LONGEST])
            p = self.prefix
            inner = f'<{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is>'
            return f'{place}{_style(shape.style)}{shape.kept} t="inlineStr">{inner}</{p}c>'
        style = self.styles.for_kind(shape.style, kind)
        return f"{place}{_style(style)}{shape.kept}><{self.prefix}v>{told}</{self.prefix}v></{self.prefix}c>"


def in_words(value: Value, kind: Kind) -> str:
    """A value inside a sentence."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if kind is Kind.MONEY and isinstance(value, int):
        return f"{'-' if value < 0 else ''}{abs(value) // 100:,}.{abs(value) % 100:02d}"
    return str(value)
