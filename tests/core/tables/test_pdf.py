"""PDF tables: text that can be found, embedded fonts, the same bytes each time, nothing beyond its cell."""

import io
import subprocess
from pathlib import Path

import pytest

from app.core.tables import draw_cards, draw_pdf
from app.core.tables.card import Card, CardDeck
from app.core.tables.fonts import face
from app.core.tables.layout import Align, GroupBy, Kind, PageSetup, TableColumn, TableData, TableLayout
from app.core.tables.pen import Pen

LAYOUT = TableLayout(
    title="测试明细表",
    columns=(
        TableColumn("UNIT", "单位", 30),
        TableColumn("NAME", "名称", 20),
        TableColumn("A", "甲", 25, Kind.MONEY, "金额", total=True),
        TableColumn("B", "乙", 25, Kind.MONEY, "金额", total=True),
    ),
    subtitles=("2026年10月",),
    groups=(GroupBy("UNIT"),),
    signatures=("制表人", "审核人"),
    units_note="单位：元",
)
NAMES = [f"名{chr(0x4E00 + 37 * place)}{place}" for place in range(90)]
ROWS = [("一号单位" if place < 40 else "二号单位", name, 123456 + place, 0) for place, name in enumerate(NAMES)]
DATA = TableData(ROWS, words="壹拾壹万", batch="B-1", content_hash="ab" * 32, draft=True)


def drawn(data: TableData = DATA, layout: TableLayout = LAYOUT) -> bytes:
    out = io.BytesIO()
    assert draw_pdf(layout, data, out) == frozenset()
    return out.getvalue()


def run(tool: str, content: bytes, tmp_path: Path, *options: str) -> str:
    path = tmp_path / "table.pdf"
    path.write_bytes(content)
    tail = ["-"] if tool == "pdftotext" else []
    answer = subprocess.run([tool, *options, str(path), *tail], check=True, capture_output=True, timeout=60)
    assert answer.stderr == b""
    return answer.stdout.decode()


def test_every_text_can_be_found_in_the_order_given(tmp_path: Path) -> None:
    text = run("pdftotext", drawn(), tmp_path, "-layout")
    places = [text.index(name) for name in NAMES]
    assert places == sorted(places)
    for word in ("测试明细表", "2026年10月", "单位：元", "一号单位 小计", "二号单位 小计", "合计", "大写金额：壹拾壹万",
                 "制表人：", "审核人：", "批次号：B-1", "ab" * 32, "草稿", "1,234.56"):  # fmt: skip
        assert word in text
    total = sum(row[2] for row in ROWS)
    assert f"{total // 100:,}.{total % 100:02d}" in text


def test_every_page_has_the_header_and_its_number(tmp_path: Path) -> None:
    pages = run("pdftotext", drawn(), tmp_path, "-layout").split("\f")[:-1]
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"第{number}页/共{len(pages)}页" in page.replace(" ", "")
        assert "名称" in page
        assert "金额" in page


def test_the_font_is_the_only_one_and_embedded_as_a_subset(tmp_path: Path) -> None:
    fonts = run("pdffonts", drawn(), tmp_path).splitlines()[2:]
    assert len(fonts) == 1
    assert "NotoSansSC-Regular" in fonts[0]
    assert fonts[0].split("Identity-H")[1].split()[:3] == ["yes", "yes", "yes"]


def test_the_same_table_gives_the_same_bytes() -> None:
    assert drawn() == drawn()
    assert drawn() != drawn(TableData(ROWS[1:], words=DATA.words))


def test_a_sealed_table_has_no_draft_mark(tmp_path: Path) -> None:
    assert "草稿" not in run("pdftotext", drawn(TableData(ROWS)), tmp_path)


def test_an_empty_table_is_one_page(tmp_path: Path) -> None:
    assert "合计" in run("pdftotext", drawn(TableData(())), tmp_path)


def test_digits_and_chinese_are_drawn_not_only_named(tmp_path: Path) -> None:
    """A font without outlines would leave the page white although its text can be found."""
    path = tmp_path / "ink.pdf"
    path.write_bytes(drawn(TableData([("单位", "1234567890", 1, 2)])))
    subprocess.run(["pdftoppm", "-r", "40", "-gray", "-singlefile", str(path), str(tmp_path / "ink")], check=True)
    pixels = (tmp_path / "ink.pgm").read_bytes()
    assert sum(value < 128 for value in pixels) > 300
    widths = face().widths
    assert all(face().cid(char) for char in "0123456789,.-")
    assert len({widths[char] for char in "0123456789"}) == 1


def test_characters_the_font_lacks_are_reported() -> None:
    out = io.BytesIO()
    assert draw_pdf(LAYOUT, TableData([("单位", "王\ue123", 1, 2)]), out) == frozenset({"\ue123"})


@pytest.mark.parametrize("text", ["短", "阿卜杜热合曼·买买提依明", "没有任何分隔符号的一个非常长的名字" * 4])
@pytest.mark.parametrize("align", list(Align))
def test_a_text_never_leaves_its_cell(text: str, align: Align, monkeypatch: pytest.MonkeyPatch) -> None:
    pen = Pen(io.BytesIO(), "A4", False, "x")
    seen: list[str] = []

    def text_drawn(x: float, y: float, part: str, size: float, align: Align = Align.LEFT, **_: bool) -> None:
        seen.append(part)
        width = pen.measure(part, size)
        left = {Align.LEFT: x, Align.CENTRE: x - width / 2, Align.RIGHT: x - width}[align]
        assert left >= 100 - 1e-6
        assert left + width <= 142 + 1e-6
        assert 290 < y < 310

    monkeypatch.setattr(pen, "text", text_drawn)
    pen.fitted(100, 300, 42, text, 7.6, align)
    assert "".join(seen) == text


def test_paper_may_be_small_and_upright(tmp_path: Path) -> None:
    layout = TableLayout("表", LAYOUT.columns, page=PageSetup(size="A4", landscape=False))
    assert "A4" in run("pdfinfo", drawn(DATA, layout), tmp_path)


def test_cards_stand_several_to_a_page(tmp_path: Path) -> None:
    card = Card("卡片", (("姓名", "王小明"),), (("甲", 100), ("乙", 200)), (("丙", -5),), ("左合计", 300),
                ("右合计", -5), ("结果", 305), "叁元零伍分", ("验证码：AB12",))  # fmt: skip
    out = io.BytesIO()
    assert draw_cards(CardDeck("卡片集", [card] * 7, "左", "右"), out) == frozenset()
    text = run("pdftotext", out.getvalue(), tmp_path)
    assert text.count("验证码：AB12") == 7
    assert 1 < len(text.split("\f")[:-1]) <= 4
    assert "叁元零伍分" in text
    assert "-0.05" in text
