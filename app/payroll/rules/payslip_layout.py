"""The payslip 工资条 as a card: earnings and deductions side by side, with a code to check it by."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.core.money import Fen, yuan
from app.core.periods import Month
from app.core.tables.card import Amount, Card, CardDeck
from app.payroll.rules.sheet import DEDUCTIONS, EARNINGS, NO_STATION, SheetRow


@dataclass(frozen=True, slots=True)
class Slip:
    """A sheet row with what a slip adds: named one-off earnings and deductions, words, verification code."""

    row: SheetRow
    words: str
    code: str
    one_off_earnings: tuple[Amount, ...] = ()
    one_off_deductions: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipHead:
    """What all slips of a run share."""

    organisation: str
    month: Month
    batch: str = ""
    draft: bool = False


def verification_code(secret: bytes, batch: str, number: str, net: Fen) -> str:
    """Twelve signs that only the holder of the secret can make for this run, person and amount."""
    text = "\n".join((batch, number, yuan(net)))
    digits = hmac.new(secret, text.encode(), sha256).hexdigest()[:12].upper()
    return "-".join(digits[start : start + 4] for start in (0, 4, 8))


def payslip_deck(slips: Iterable[Slip], head: SlipHead) -> CardDeck:
    """The slips of a run, in the order given."""
    month = f"{head.month.year}年{head.month.number}月"
    cards: Sequence[Card] = [_card(slip, head, month) for slip in slips]
    return CardDeck(
        title=f"{head.organisation}{month}工资条",
        cards=cards,
        left_heading="应发项目",
        right_heading="应扣项目",
        units_note="单位：元",
        words_label="大写：",
    )


def _card(slip: Slip, head: SlipHead, month: str) -> Card:
    row = slip.row
    batch = f"批次号：{head.batch}    " if head.batch else ""
    remark = () if row.counts else ("实发为负，本月未发放、未计入合计，请与人事部门联系。",)
    return Card(
        title=f"{head.organisation}{month}工资条",
        fields=(
            ("姓名", row.name), ("工号", row.number), ("分社", row.branch), ("工作站", row.station or NO_STATION),
            ("职务", row.post), ("层级", row.level), ("档次", f"{row.step}档" if row.step else "—"), ("月份", month),
        ),
        left=_lines(row, EARNINGS, "INPUTS", slip.one_off_earnings),
        right=_lines(row, DEDUCTIONS, "OTHER", slip.one_off_deductions),
        left_total=("应发合计", row.lines["GROSS"]),
        right_total=("应扣合计", row.deductions),
        result=("实发合计", row.lines["NET"]),
        words=slip.words if row.counts else "",
        notes=(*remark, f"{batch}验证码：{slip.code}    本工资条仅供本人核对，如有疑问请于发放后及时向人事部门提出。"),
        draft=head.draft,
    )  # fmt: skip


def _lines(row: SheetRow, titles: Iterable[str], summed: str, named: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """The items in sheet order; the sum of one-off items gives way to the named items if they make it up."""
    names = {**EARNINGS, **DEDUCTIONS}
    lines: list[Amount] = []
    for code in titles:
        if code == summed and named and sum(amount for _, amount in named) == row.lines[summed]:
            lines += named
        else:
            lines.append((names[code], row.lines[code]))
    return tuple(lines)
