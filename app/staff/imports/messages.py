"""What the staff imports say about a cell."""

from app.core.imports.messages import MANDATORY_MISSING as MANDATORY_MISSING
from app.core.imports.messages import N_, Message

ID_STORED_AS_NUMBER = Message(
    "id_stored_as_number",
    N_("%(column)s is stored as a number, so its last digits are lost. Format the cells as text and type it again."),
    "“%(column)s”被存成了数字，末几位已丢失。请把单元格格式改为“文本”后重新输入18位号码。",
)
ID_LENGTH = Message(
    "id_length",
    N_("%(column)s '%(value)s' has %(length)s characters; it must have 18."),
    "“%(column)s”“%(value)s”有%(length)s位，应为18位。请核对是否漏填或多填。",
)
ID_CHECKSUM = Message(
    "id_checksum",
    N_("%(column)s '%(value)s' fails its check character: a digit is wrong or two are swapped."),
    "“%(column)s”“%(value)s”校验码不对，可能有数字输错或颠倒。请对照身份证核对。",
)
ID_CHARACTERS = Message(
    "id_checksum",
    N_("%(column)s '%(value)s' holds other characters than digits (the last one may be X)."),
    "“%(column)s”“%(value)s”含有数字以外的字符（只有最后一位可以是X）。请对照身份证核对。",
)
ID_BIRTH_DATE = Message(
    "id_birth_date_invalid",
    N_("%(column)s '%(value)s': the birth date in it does not exist."),
    "“%(column)s”“%(value)s”第7至14位的出生日期不存在。请对照身份证核对。",
)
ID_AGE = Message(
    "id_age_out_of_range",
    N_("%(column)s '%(value)s' gives an age of %(age)s; staff are %(youngest)s to %(oldest)s years old."),
    "“%(column)s”“%(value)s”对应的年龄是%(age)s岁，应在%(youngest)s至%(oldest)s岁之间。请核对出生年份。",
)
ID_SEX = Message(
    "id_sex_mismatch",
    N_("%(column)s '%(value)s' does not agree with the identity number, which says %(other)s."),
    "“%(column)s”填的是“%(value)s”，但身份证号第17位表示“%(other)s”。请核对两处。",
)
ID_DUPLICATE = Message(
    "id_duplicate",
    N_("%(column)s '%(value)s' stands in row %(other)s already. Nobody may be listed twice."),
    "“%(column)s”“%(value)s”在第%(other)s行已经出现。同一人只能有一行，请删去重复的或更正号码。",
)
NUMBER_DUPLICATE = Message(
    "emp_no_duplicate",
    N_("%(column)s '%(value)s' stands in row %(other)s already. Everybody needs a number of their own."),
    "“%(column)s”“%(value)s”在第%(other)s行已经用过。每人一个工号，请更正。",
)
UNKNOWN_BRANCH = Message(
    "unknown_branch",
    N_("%(column)s: there is no branch '%(value)s'. Correct the name or add it to the organisation first."),
    "“%(column)s”中的“%(value)s”不在机构表里。请更正名称，或先在机构中添加。",
)
UNKNOWN_STATION = Message(
    "unknown_station",
    N_("%(column)s: the branch has no station '%(value)s'. Correct the name or add it to the organisation first."),
    "“%(column)s”中的“%(value)s”不属于该分社。请更正名称，或先在机构中添加。",
)
UNKNOWN_POST = Message(
    "unknown_post",
    N_("%(column)s: '%(value)s' is no post. Use one of %(choices)s."),
    "“%(column)s”中的“%(value)s”不是已有的职务。可填：%(choices)s。",
)
UNKNOWN_LEVEL = Message(
    "unknown_level",
    N_("%(column)s: '%(value)s' is no level. Use one of %(choices)s."),
    "“%(column)s”中的“%(value)s”不是已有的层级。可填：%(choices)s。",
)
STEP_OUT_OF_LEVEL = Message(
    "step_out_of_level",
    N_("%(column)s: level %(level)s has the steps 1 to %(steps)s, not %(value)s."),
    "“%(column)s”填的是%(value)s，但%(level)s只有1至%(steps)s档。请核对层级和档次。",
)
UNKNOWN_SEX = Message(
    "unknown_sex",
    N_("%(column)s: '%(value)s' is neither 男 nor 女."),
    "“%(column)s”中的“%(value)s”不认识。请填“男”或“女”。",
)
HIRE_IN_FUTURE = Message(
    "hire_in_future",
    N_("%(column)s %(value)s is after the day of the roster (%(other)s)."),
    "“%(column)s”%(value)s晚于填表日期%(other)s。请核对；尚未入社的人员请勿列入。",
)
LEAVE_BEFORE_HIRE = Message(
    "leave_before_hire",
    N_("%(column)s %(value)s is before the day of hire (%(other)s)."),
    "“%(column)s”%(value)s早于入社时间%(other)s。请核对两个日期。",
)
CONTRACT_ORDER = Message(
    "contract_end_before_start",
    N_("%(column)s %(value)s is before the start of the contract (%(other)s)."),
    "“%(column)s”%(value)s早于合同起始日%(other)s。请核对两个日期。",
)
PROBATION_END_MISSING = Message(
    "probation_end_missing",
    N_("%(column)s is empty although the person is on probation. Enter its last day."),
    "该人员在见习期，但“%(column)s”没有填写。请填见习期最后一天，或把“见习”改为“否”。",
)
CERTIFICATE_WITHOUT_DATE = Message(
    "certificate_without_date",
    N_("%(column)s is empty for the certificate %(certificate)s. Enter the day it was obtained."),
    "“%(certificate)s”没有填写“%(column)s”。请填证书的取得日期。",
)
CERTIFICATE_COUNT = Message(
    "certificate_count_mismatch",
    N_("%(column)s has %(count)s entries for %(certificates)s certificates. Separate them by ；in the same order."),
    "职业资格有%(certificates)s个，“%(column)s”却有%(count)s项。请用“；”分隔，并按相同顺序逐一填写（没有的填“无”）。",
)
CODE_TWICE = Message(
    "code_duplicate",
    N_("%(column)s '%(value)s' stands for something else in row %(other)s."),
    "“%(column)s”“%(value)s”在第%(other)s行已用于另一机构。每个机构一个编码，请更正。",
)
UNIT_TWICE = Message(
    "unit_duplicate",
    N_("%(column)s '%(value)s' stands in row %(other)s already."),
    "“%(column)s”“%(value)s”在第%(other)s行已经出现。请删去重复的一行。",
)
CODE_MISSING = Message(
    "mandatory_missing",
    N_("%(column)s is empty although its partner is filled in. Enter both code and name."),
    "工作站的编码和名称要一起填写，“%(column)s”没有填。请补上。",
)
UNKNOWN_NUMBER = Message(
    "unknown_number",
    N_("%(column)s: nobody has the number '%(value)s'. Correct it, or import the person first."),
    "“%(column)s”中的“%(value)s”查无此人。请更正工号，或先导入该人员。",
)
UNKNOWN_FIELD = Message(
    "unknown_field",
    N_("%(column)s: '%(value)s' can't be changed here. Use one of %(choices)s."),
    "“%(column)s”中的“%(value)s”不认识。可填：%(choices)s。",
)
UNIT_FORM = Message(
    "unknown_unit",
    N_("%(column)s: '%(value)s' must have the form branch/station (nothing after the slash for the branch office)."),
    "“%(column)s”中的“%(value)s”应写成“分社/工作站”；在分社机关工作的，斜线后面留空。",
)
END_VALUE = Message(
    "unknown_value",
    N_("%(column)s: '%(value)s' is not understood; the end of probation needs 转正 or an empty cell."),
    "“%(column)s”中的“%(value)s”不认识。见习转正的新值请填“转正”或留空。",
)
CHANGE_TWICE = Message(
    "change_duplicate",
    N_("%(column)s: row %(other)s gives another value for the same person, day and field."),
    "“%(column)s”与第%(other)s行矛盾：同一人同一天同一字段有两个新值。请保留一个。",
)
STEP_INVALID = Message(
    "step_out_of_level",
    N_("%(column)s: '%(value)s' is no step. Enter a whole number from 1 to %(steps)s."),
    "“%(column)s”中的“%(value)s”不是档次。请填1至%(steps)s的整数。",
)
