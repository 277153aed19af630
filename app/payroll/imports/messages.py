"""What the payroll imports say about a cell."""

from app.core.imports.messages import MANDATORY_MISSING as MANDATORY_MISSING
from app.core.imports.messages import N_, Message
from app.core.imports.messages import NEGATIVE_AMOUNT as NEGATIVE_AMOUNT
from app.core.imports.messages import SHEET_MISSING as SHEET_MISSING
from app.core.imports.messages import UNKNOWN_VALUE as UNKNOWN_VALUE

UNKNOWN_NUMBER = Message(
    "unknown_number",
    N_("%(column)s: nobody has the number '%(value)s'. Correct it, or import the person first."),
    "“%(column)s”中的“%(value)s”查无此人。请更正工号，或先导入该人员。",
)
NUMBER_TWICE = Message(
    "number_duplicate",
    N_("%(column)s '%(value)s' stands in row %(other)s already. Everybody may be listed once."),
    "“%(column)s”“%(value)s”在第%(other)s行已经出现。每人只能有一行，请删去重复的。",
)
UNKNOWN_CODE = Message(
    "unknown_code",
    N_("%(column)s: '%(value)s' is not explained in the sheet 项目说明. Correct it or explain it there."),
    "“%(column)s”中的“%(value)s”没有列入“项目说明”。请更正代码，或在“项目说明”中补上。",
)
CODE_TWICE = Message(
    "code_duplicate",
    N_("%(column)s '%(value)s' stands in row %(other)s already."),
    "“%(column)s”“%(value)s”在第%(other)s行已经出现。每个代码只能有一行，请删去重复的。",
)
DEDUCTION_NEGATIVE = Message(
    "negative_amount",
    N_("%(column)s: '%(value)s' is negative. Deductions are entered as positive numbers."),
    "“%(column)s”中的“%(value)s”是负数。扣款类项目请填正数。",
)
SCALE_TWICE = Message(
    "scale_duplicate",
    N_("%(column)s: row %(other)s gives an amount for the same day and key already."),
    "“%(column)s”与第%(other)s行重复：同一生效日期、同一项目已有标准。请删去其中一行。",
)
RANGE_INVALID = Message(
    "ceiling_below_floor",
    N_("%(column)s %(value)s is below the floor."),
    "“%(column)s”低于基数下限。请核对上下限。",
)
UNKNOWN_PARAMETER = Message(
    "unknown_parameter",
    N_("%(column)s: there is no parameter '%(value)s'. Correct its name or take the row out."),
    "“%(column)s”中没有名为“%(value)s”的参数。请更正名称，或删去该行。",
)
PARAMETER_VALUE = Message(
    "parameter_value",
    N_("%(column)s: the parameter cannot be '%(value)s'. Possible: %(choices)s."),
    "“%(column)s”不能是“%(value)s”。可填：%(choices)s。",
)
