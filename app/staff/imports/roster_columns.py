"""The columns of the roster, with the names they go by elsewhere."""

import re
from typing import Any

from app.core.imports import cells
from app.core.imports.cells import Bad
from app.core.imports.columns import ImportColumn
from app.staff.imports import messages

SHEETS = ("花名册", "人员花名册", "人员名册", "员工花名册", "社工花名册")
_SEPARATORS = re.compile(r"[;；、,，\n]+")
_SEX = {"男": "男", "女": "女", "男性": "男", "女性": "女", "M": "男", "F": "女"}


def resident_id(value: Any) -> str | None:
    """An identity number as text; digits are lost when it is stored as a number."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= 1e15:
        raise Bad(messages.ID_STORED_AS_NUMBER)
    return cells.identifier(value)


def sex(value: Any) -> str | None:
    """男 or 女."""
    written = cells.text(value)
    if written is not None and written.upper() not in _SEX:
        raise Bad(messages.UNKNOWN_SEX)
    return _SEX[written.upper()] if written else None


def parts(value: Any) -> tuple[Any, ...]:
    """The entries of a cell that lists several, separated by ；; 、 or commas; an empty cell has none."""
    if not isinstance(value, str):
        return () if value is None else (value,)
    return () if cells.is_empty(value) else tuple(_SEPARATORS.split(value.strip(" ;；、,，\n\u3000")))


def days(value: Any) -> tuple[Any, ...]:
    """The dates of a cell that lists several; 无 is none."""
    return tuple(cells.day(part) for part in parts(value))


def texts(value: Any) -> tuple[str | None, ...]:
    """The texts of a cell that lists several."""
    return tuple(cells.text(part) for part in parts(value))


def codes(value: Any) -> tuple[str | None, ...]:
    """The certificate numbers of a cell that lists several."""
    return tuple(cells.code(part) for part in parts(value))


COLUMNS = (
    ImportColumn(
        "branch", "所属分社", cells.text, ("分社", "所属服务社", "服务社", "单位", "所属机构"), True, fill_merged=True
    ),
    ImportColumn(
        "station", "工作站", cells.text, ("所属工作站", "社工站", "站点", "所在工作站"), required=True, fill_merged=True
    ),
    ImportColumn(
        "number", "工号", cells.identifier, ("员工编号", "人员编号", "职工号", "员工号", "编号"), True, repeats=False
    ),
    ImportColumn("name", "姓名", cells.name, ("员工姓名", "社工姓名", "名字"), True, repeats=False),
    ImportColumn("sex", "性别", sex, choices=("男", "女")),
    ImportColumn(
        "id_number", "身份证号", resident_id, ("身份证号码", "身份证", "公民身份号码", "证件号码"), True, repeats=False
    ),
    ImportColumn("ethnicity", "民族", cells.text),
    ImportColumn("political_status", "政治面貌", cells.text, ("政治身份",)),
    ImportColumn("education", "学历", cells.text, ("文化程度", "最高学历")),
    ImportColumn("school", "毕业院校", cells.text, ("毕业学校", "院校", "毕业院校名称")),
    ImportColumn("major", "所学专业", cells.text, ("专业",)),
    ImportColumn("work_start", "参加工作时间", cells.day, ("参加工作日期", "参工时间", "首次工作时间")),
    ImportColumn("hire_date", "入社时间", cells.day, ("入社日期", "入职时间", "入职日期", "到岗时间"), True),
    ImportColumn("first_employment", "首次就业", cells.yes_no, ("是否首次就业",)),
    ImportColumn("post", "职务", cells.text, ("岗位", "职位", "岗位职务", "现任职务"), True),
    ImportColumn("level", "层级", cells.text, ("级别", "等级", "薪酬层级", "岗位层级", "职级"), True),
    ImportColumn("step", "档次", cells.count("档", "档次"), ("档", "薪档", "薪级档次", "层级档次"), True),
    ImportColumn("on_probation", "见习", cells.yes_no, ("是否见习", "见习期", "是否在见习期")),
    ImportColumn("probation_end", "见习期至", cells.day, ("见习期止", "见习截止", "见习到期", "见习期满日")),
    ImportColumn("level_since", "定级时间", cells.day, ("定级日期", "任现层级时间", "层级起始时间")),
    ImportColumn(
        "certificates", "职业资格", texts, ("资质", "职业资格证书", "专业资质", "证书", "证书名称", "持证情况")
    ),
    ImportColumn("certificate_numbers", "证书管理号", codes, ("证书编号", "管理号", "证书号"), repeats=False),
    ImportColumn("obtained", "取得时间", days, ("取得日期", "证书取得时间", "取证时间", "发证日期", "资质取得时间")),
    ImportColumn(
        "registered_until", "登记有效期至", days, ("登记有效期", "登记到期", "登记有效期止", "证书登记有效期至")
    ),
    ImportColumn(
        "phone", "联系电话", cells.identifier, ("手机", "手机号", "手机号码", "电话", "联系方式"), repeats=False
    ),
    ImportColumn("bank", "开户行", cells.text, ("开户银行", "银行")),
    ImportColumn("bank_account", "银行卡号", cells.identifier, ("银行账号", "卡号", "工资卡号", "账号"), repeats=False),
    ImportColumn("contract_type", "合同类型", cells.text, ("合同期限类型", "劳动合同类型")),
    ImportColumn(
        "contract_start",
        "合同起",
        cells.day,
        ("合同开始", "合同起始日", "合同起始日期", "合同开始日期", "合同起始时间"),
    ),
    ImportColumn(
        "contract_end", "合同止", cells.day, ("合同终止", "合同到期", "合同终止日期", "合同到期日", "合同终止时间")
    ),
    ImportColumn("social_base", "缴费基数", cells.amount, ("社保基数", "社保缴费基数", "社会保险缴费基数")),
    ImportColumn("housing_base", "公积金基数", cells.amount, ("公积金缴存基数", "住房公积金基数", "公积金缴费基数")),
    ImportColumn(
        "prior_service_months", "认可工龄月数", cells.count("个月", "月"), ("认可工龄", "认定工龄月数", "工龄认可月数")
    ),
    ImportColumn("leave_date", "离社时间", cells.day, ("离社日期", "离职时间", "离职日期", "离岗时间")),
    ImportColumn("note", "备注", cells.note, ("说明", "备注说明")),
)
