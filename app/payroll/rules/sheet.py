"""The allowance sheet 发放表: its declared layouts and the plain rows that fill them (domain notes, section 4.4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.core.money import Fen
from app.core.periods import Month
from app.core.tables.layout import Align, Cell, GroupBy, Kind, Labels, TableColumn, TableData, TableLayout

NEGATIVE_NET: Final = "NEGATIVE_NET"
REMARK_NEGATIVE_NET: Final = "实发为负，未计入合计"
NO_STATION: Final = "分社机关"

EARNINGS: Final[Mapping[str, str]] = {
    "BASE": "基本工资", "LEVEL": "层级补贴", "POST": "职务补贴", "SENIORITY": "工龄补贴",
    "CERT": "专业资质补贴", "PERF": "月度绩效", "INPUTS": "一次性项目",
}  # fmt: skip
DEDUCTIONS: Final[Mapping[str, str]] = {
    "PENSION": "养老保险", "MEDICAL": "医疗保险", "UNEMPLOYMENT": "失业保险", "HOUSING": "住房公积金",
    "TAX": "个人所得税", "OTHER": "其他扣款",
}  # fmt: skip
SHEET_CODES: Final = (*EARNINGS, "GROSS", *DEDUCTIONS, "NET")
EMPLOYER_CODES: Final = ("PENSION", "MEDICAL", "UNEMPLOYMENT", "INJURY", "MATERNITY", "HOUSING")


class SheetRow(NamedTuple):
    """One person's slip as the sheet shows it. `lines`: fen by SHEET_CODES and by EMPLOYER_ and EMPLOYER_CODES.

    The positions say where the units stand in the organisation; an empty station is the branch office.
    A tuple, because a hundred thousand are made at a time.
    """

    number: str
    name: str
    branch: str
    station: str
    post: str
    level: str
    step: int | None
    status: str
    branch_position: int
    station_position: int
    lines: Mapping[str, Fen]

    @property
    def counts(self) -> bool:
        """Whether the slip stands in the totals."""
        return self.status != NEGATIVE_NET

    @property
    def deductions(self) -> Fen:
        """应扣合计: contributions, tax and other deductions."""
        return sum(self.lines[code] for code in DEDUCTIONS)


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What stands over and under a sheet: who pays whom for which month, and the run it comes from."""

    organisation: str
    month: Month
    prepared_on: str = ""
    unit: str = ""
    batch: str = ""
    content_hash: str = ""
    draft: bool = False
    words: str = ""


def _money(codes: Mapping[str, str], width: float, group: str) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(code, title, width, Kind.MONEY, group, total=True) for code, title in codes.items())


COLUMNS: Final = (
    TableColumn("PLACE", "序号", 9, Kind.INTEGER, align=Align.CENTRE),
    TableColumn("NUMBER", "工号", 14.5, align=Align.CENTRE),
    TableColumn("NAME", "姓名", 19),
    TableColumn("BRANCH", "分社", 27, group="所属单位"),
    TableColumn("STATION", "工作站", 23, group="所属单位"),
    TableColumn("POST", "职务", 12, group="职级", align=Align.CENTRE),
    TableColumn("LEVEL_NAME", "层级", 10, group="职级", align=Align.CENTRE),
    TableColumn("STEP", "档次", 9, Kind.INTEGER, group="职级", align=Align.CENTRE),
    *_money(EARNINGS, 18, "应发项目"),
    TableColumn("GROSS", "应发合计", 19.5, Kind.MONEY, "应发项目", total=True),
    *_money(DEDUCTIONS, 16, "应扣项目"),
    TableColumn("DEDUCTIONS", "应扣合计", 18, Kind.MONEY, "应扣项目", total=True),
    TableColumn("NET", "实发合计", 20, Kind.MONEY, total=True),
    TableColumn("SIGNATURE", "签名", 21),
)
SIGNATURES: Final = ("制表人", "审核人", "分管领导", "主要负责人（签章）")


def allowance_layout(head: SheetHead) -> TableLayout:
    """The declared layout of the sheet, for PDF and workbook alike."""
    month = f"{head.month.year}年{head.month.number}月"
    prepared = f"填报日期：{head.prepared_on}" if head.prepared_on else ""
    return TableLayout(
        title=f"{head.organisation}{month}工资补贴发放表",
        columns=COLUMNS,
        subtitles=(f"发放单位：{head.unit or head.organisation}", f"所属月份：{month}", prepared),
        groups=(GroupBy("BRANCH", "{name} 小计（{count} 人）"), GroupBy("STATION", "{name} 小计（{count} 人）")),
        signatures=SIGNATURES,
        units_note="单位：元",
        labels=Labels(total="合计（{count} 人）", words="实发合计（大写）：", uncounted=_UNCOUNTED),
    )


_UNCOUNTED: Final = "以下 {count} 人实发为负，未计入合计、人数及银行代发，待处理"


def in_sheet_order(rows: Iterable[SheetRow]) -> list[SheetRow]:
    """By branch and station in the organisation's order, then by number."""
    return sorted(
        rows, key=lambda row: (row.branch_position, row.branch, row.station_position, row.station, row.number)
    )


def net_total(rows: Iterable[SheetRow]) -> Fen:
    """What is paid out: the net pay of the slips that count."""
    return sum(row.lines["NET"] for row in rows if row.counts)


def allowance_data(rows: Sequence[SheetRow], head: SheetHead) -> TableData:
    """The sheet's rows as plain data, in the order given; `head.words` is net_total in upper case."""
    cells = [_cells(row, 0) for row in rows]
    numbered = iter(range(1, len(rows) + 1))
    ordered = sorted(range(len(rows)), key=lambda place: not rows[place].counts)
    for place in ordered:
        cells[place] = (next(numbered), *cells[place][1:])
    return TableData(cells, _uncounted(rows), head.words, head.batch, head.content_hash, head.draft)


def _cells(row: SheetRow, place: int) -> tuple[Cell, ...]:
    lines = row.lines
    return (
        place, row.number, row.name, row.branch, row.station or NO_STATION, row.post, row.level, row.step,
        *(lines[code] for code in EARNINGS), lines["GROSS"],
        *(lines[code] for code in DEDUCTIONS), row.deductions, lines["NET"],
        "" if row.counts else REMARK_NEGATIVE_NET,
    )  # fmt: skip


def _uncounted(rows: Sequence[SheetRow]) -> frozenset[int]:
    return frozenset(place for place, row in enumerate(rows) if not row.counts)


def _texts(*titles: str) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(title, title, 20) for title in titles)


SHEET_CSV: Final = TableLayout(
    title="sheet",
    columns=(
        *_texts("工号", "姓名", "所属分社", "工作站"),
        *(TableColumn(code, code, 16, Kind.MONEY, total=True) for code in SHEET_CODES),
        TableColumn("STATUS", "STATUS", 16),
    ),
    count_column="STATUS",
)
_EMPLOYER_TITLES: Final = tuple(f"EMPLOYER_{code}" for code in (*EMPLOYER_CODES, "TOTAL"))
EMPLOYER_CSV: Final = TableLayout(
    title="employer",
    columns=(
        *_texts("工号"),
        *(TableColumn(title, title, 16, Kind.MONEY, total=True) for title in _EMPLOYER_TITLES),
    ),
)


def sheet_csv_data(rows: Iterable[SheetRow]) -> TableData:
    """Rows of the CSV sheet, by number; those with a negative net are listed but in no total."""
    ordered = sorted(rows, key=lambda row: row.number)
    cells: list[tuple[Cell, ...]] = [
        (row.number, row.name, row.branch, row.station, *(row.lines[code] for code in SHEET_CODES), row.status)
        for row in ordered
    ]
    return TableData(cells, _uncounted(ordered))


def employer_csv_data(rows: Iterable[SheetRow]) -> TableData:
    """Rows of the employer's shares, by number; the total covers them all."""
    ordered = sorted(rows, key=lambda row: row.number)
    cells: list[tuple[Cell, ...]] = []
    for row in ordered:
        shares = [row.lines[f"EMPLOYER_{code}"] for code in EMPLOYER_CODES]
        cells.append((row.number, *shares, sum(shares)))
    return TableData(cells)
