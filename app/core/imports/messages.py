"""What an import says about a cell or a file: a stable kind, an English message id, the Chinese text.

Modules declare their own `Message` constants with `N_` around the id, so that a catalogue can be extracted.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SHOWN = 30


def N_(message_id: str) -> str:
    """Mark a message id for extraction; it is translated where it is shown."""
    return message_id


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that can be wrong: `english` is the message id, both texts have %(name)s places."""

    kind: str
    english: str
    chinese: str

    def text(self, values: Mapping[str, object], language: str = "zh") -> str:
        """The sentence in the reader's language."""
        return (self.chinese if language.startswith("zh") else self.english) % values


def shown(value: object, limit: int = SHOWN) -> str:
    """A cell's value as a message shows it: short, long runs of digits masked in the middle."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    text = " ".join(text.split())
    if len(text) > limit:
        text = text[:limit] + "…"
    return mask_digits(text)


def mask_digits(text: str) -> str:
    """Hide the middle of identity numbers and accounts: 3205**********1456."""
    digits = sum(character.isdigit() for character in text)
    if digits < 12 or len(text) < 12:
        return text
    return text[:4] + "*" * (len(text) - 8) + text[-4:]


MANDATORY_MISSING = Message(
    "mandatory_missing",
    N_("%(column)s is empty. It must be filled in."),
    "“%(column)s”没有填写。这一列必须填写，请补上。",
)
TEXT_TOO_LONG = Message(
    "text_too_long",
    N_("%(column)s has %(length)s characters, at most %(limit)s are allowed. Please shorten it."),
    "“%(column)s”有%(length)s个字，最多%(limit)s个字。请缩短。",
)
FORMULA_CELL = Message(
    "formula_cell",
    N_("%(column)s holds a formula. Formulas are not evaluated: paste the value instead (Paste special, Values)."),
    "“%(column)s”是公式，系统不计算公式。请改填结果（复制后“选择性粘贴—数值”）。",
)
DATE_UNREADABLE = Message(
    "date_unreadable",
    N_("%(column)s: '%(value)s' can't be read as a date. Write it like 2026-01-05."),
    "“%(column)s”中的“%(value)s”认不出日期。请写成 2026-01-05 这样的形式，年月日都要有。",
)
DATE_NOT_EXISTING = Message(
    "date_not_existing",
    N_("%(column)s: there is no day '%(value)s'. Check month and day."),
    "“%(column)s”中的“%(value)s”这一天不存在。请核对月份和日期。",
)
NOT_A_NUMBER = Message(
    "not_a_number",
    N_("%(column)s: '%(value)s' is not a number. Write digits, such as 5600.00."),
    "“%(column)s”中的“%(value)s”不是数字。请填阿拉伯数字，例如 5600.00。",
)
TOO_MANY_DECIMALS = Message(
    "not_a_number",
    N_("%(column)s: '%(value)s' has more decimals than allowed (%(decimals)s)."),
    "“%(column)s”中的“%(value)s”小数位太多，最多%(decimals)s位。请先四舍五入。",
)
NUMBER_TOO_LARGE = Message(
    "not_a_number",
    N_("%(column)s: '%(value)s' is too large."),
    "“%(column)s”中的“%(value)s”太大。请核对单位是不是“元”。",
)
NEGATIVE_AMOUNT = Message(
    "negative_amount",
    N_("%(column)s: '%(value)s' is negative. Enter it without the minus sign."),
    "“%(column)s”中的“%(value)s”是负数。这一列不能为负，请核对。",
)
YES_NO_INVALID = Message(
    "yes_no_invalid",
    N_("%(column)s: '%(value)s' is neither yes nor no. Enter 是 or 否."),
    "“%(column)s”中的“%(value)s”看不出是还是否。请填“是”或“否”。",
)
STORED_AS_NUMBER = Message(
    "stored_as_number",
    N_("%(column)s is stored as a number, so its last digits are lost. Format the cells as text and type it again."),
    "“%(column)s”被存成了数字，末几位已丢失。请把单元格格式改为“文本”后重新输入完整号码。",
)
COLUMN_MISSING = Message(
    "column_missing",
    N_("The sheet has no column '%(column)s'. Add it, or name the column like that."),
    "表中没有“%(column)s”这一列。请加上，或把相应的列名改成“%(column)s”。",
)
COLUMN_TWICE = Message(
    "column_twice",
    N_("The column '%(column)s' is there twice. Delete one of them."),
    "“%(column)s”这一列出现了两次。请删去一列。",
)
HEADER_MISSING = Message(
    "header_missing",
    N_("No header row found. One row must hold the column names, such as %(columns)s."),
    "没有找到表头。请保留一行列名，例如：%(columns)s。",
)
SHEET_MISSING = Message(
    "sheet_missing",
    N_("The workbook has no sheet '%(sheet)s'."),
    "工作簿里没有“%(sheet)s”工作表。请加上，没有内容时保留表头即可。",
)
UNKNOWN_VALUE = Message(
    "unknown_value",
    N_("%(column)s: '%(value)s' is not one of %(choices)s."),
    "“%(column)s”中的“%(value)s”不认识。可填：%(choices)s。",
)
TOO_MANY_ERRORS = Message(
    "too_many_errors",
    N_("There are more errors than the %(limit)s listed. Mend these first."),
    "错误超过%(limit)s处，其余未列出。请先改正已列出的。",
)
