"""Sums of groups, page breaks, and CSV that no spreadsheet runs."""

import io

import pytest

from app.core.tables import write_csv
from app.core.tables.csv import guard
from app.core.tables.flow import Line, LineKind, flow, total_of
from app.core.tables.layout import GroupBy, Kind, Labels, TableColumn, TableData, TableLayout
from app.core.tables.pdf import HeightOf, money, paginate

LAYOUT = TableLayout(
    title="Table",
    columns=(
        TableColumn("BRANCH", "Branch", 20),
        TableColumn("STATION", "Station", 20),
        TableColumn("AMOUNT", "Amount", 20, Kind.MONEY, total=True),
        TableColumn("NOTE", "Note", 20),
    ),
    groups=(GroupBy("BRANCH", "{name}/{count}"), GroupBy("STATION", "{name}/{count}")),
    signatures=("A",),
    labels=Labels(total="Total {count}", words="Words: ", uncounted="Apart {count}"),
)
ROWS = (
    ("b1", "s1", 100, "x"),
    ("b1", "s1", -30, "y"),
    ("b1", "s2", 5, "z"),
    ("b2", "s2", 7, "v"),
    ("b2", "s2", 1000, "w"),
)
DATA = TableData(ROWS, uncounted=frozenset({4}), words="seventy")


class Even(HeightOf):
    """All lines equally high."""

    def __call__(self, line: Line) -> float:
        return self.row


EVEN = Even(1.0)


def written(data: TableData, *, bom: bool = False) -> bytes:
    out = io.BytesIO()
    write_csv(LAYOUT, data, out, bom=bom)
    return out.getvalue()


def test_lines_come_with_their_subtotals_and_uncounted_rows_stand_apart() -> None:
    seen = [(line.kind.name, line.label, line.cells[2] if line.cells else None) for line in flow(LAYOUT, DATA)]
    assert seen == [
        ("ROW", "", 100), ("ROW", "", -30), ("SUBTOTAL", "s1/2", 70),
        ("ROW", "", 5), ("SUBTOTAL", "s2/1", 5), ("SUBTOTAL", "b1/3", 75),
        ("ROW", "", 7), ("SUBTOTAL", "s2/1", 7), ("SUBTOTAL", "b2/1", 7),
        ("TOTAL", "Total 4", 82), ("WORDS", "Words: seventy", None),
        ("HEADING", "Apart 1", None), ("UNCOUNTED", "", 1000), ("SIGNATURES", "", None),
    ]  # fmt: skip


def test_a_total_ties_with_the_subtotals() -> None:
    subtotals = [line for line in flow(LAYOUT, DATA) if line.kind is LineKind.SUBTOTAL]
    for level in (0, 1):
        assert sum(line.cells[2] for line in subtotals if line.level == level) == total_of(LAYOUT, DATA)[0][2]  # type: ignore[misc]


def test_an_empty_table_has_a_total_of_nothing() -> None:
    assert [line.kind for line in flow(LAYOUT, TableData(()))] == [LineKind.TOTAL, LineKind.SIGNATURES]


def test_a_page_never_begins_with_a_subtotal() -> None:
    lines = list(flow(LAYOUT, DATA))
    for room in range(6, len(lines)):
        pages = paginate(lines, float(room), EVEN)
        assert [line for page in pages for line in page] == lines
        assert not any(page[0].keeps for page in pages)
        assert not any(page[-1].kind is LineKind.HEADING for page in pages)


def test_a_chain_longer_than_the_page_is_cut_after_all() -> None:
    lines = [Line(LineKind.ROW), *[Line(LineKind.SUBTOTAL)] * 5]
    assert [len(page) for page in paginate(lines, 2.0, EVEN)] == [1, 1, 1, 1, 2]


def test_a_line_higher_than_the_page_still_gets_one() -> None:
    lines = [Line(LineKind.ROW, ("a",)), Line(LineKind.ROW, ("b",))]
    assert [len(page) for page in paginate(lines, 0.5, EVEN)] == [1, 1]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_texts_that_would_run_are_guarded(start: str) -> None:
    assert guard(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"
    row = ("b1", f"{start}1+1", -30, None)
    line = written(TableData([row])).decode().split("\n", 1)[1]
    assert f"'{start}1+1" in line
    assert ",-0.30," in line


def test_plain_texts_are_left_alone() -> None:
    assert guard("王小明") == "王小明"
    assert guard("") == ""


def test_csv_has_a_mark_only_when_asked_and_plain_line_ends() -> None:
    assert written(DATA, bom=True) == b"\xef\xbb\xbf" + written(DATA)
    assert b"\r" not in written(DATA)
    assert written(DATA).decode().splitlines()[-1] == "Total {count},,0.82,"


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (-5, "-0.05"), (123456789, "1,234,567.89"), (-100000, "-1,000.00")]
)
def test_amounts_have_thousands_separators(fen: int, text: str) -> None:
    assert money(fen) == text
