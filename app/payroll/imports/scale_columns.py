"""The sheets and columns of the pay scale workbook."""

from typing import Any

from app.core.imports import cells
from app.core.imports.cells import Bad, fold
from app.core.imports.columns import ImportColumn
from app.core.money import Rounding
from app.payroll.imports import messages

MOST_STEPS = 30
_ROUNDINGS = {rounding.value: rounding.value for rounding in Rounding} | {
    "四舍五入到分": "fen_half_up",
    "四舍五入到元": "yuan_half_up",
    "见分进角": "jiao_ceiling",
    "进位到角": "jiao_ceiling",
    "舍去到分": "fen_floor",
}


def rounding(value: Any) -> str | None:
    """A rounding mode."""
    written = cells.text(value)
    if written is not None and fold(written) not in _ROUNDINGS:
        raise Bad(messages.UNKNOWN_VALUE, choices="、".join(_ROUNDINGS))
    return _ROUNDINGS[fold(written)] if written else None


def as_written(value: Any) -> str | None:
    """A parameter's value: numbers by their shortest digits."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return "".join(cells.plain(value).split()) or None


_DATED = (
    ImportColumn(
        "start", "生效日期", cells.day, ("执行日期", "生效时间", "起始日期"), mandatory=True, fill_merged=True
    ),
    ImportColumn("document", "依据文号", cells.note, ("文号", "依据"), mandatory=True, fill_merged=True),
)
_AMOUNT = ImportColumn("amount", "金额", cells.amount, ("标准", "月标准", "金额元"), mandatory=True)
_LEVEL = ImportColumn("row_key", "层级", cells.text, ("级别", "等级"), mandatory=True)
_STEPS = tuple(
    ImportColumn(f"step{step}", f"{step}档", cells.amount, (f"第{step}档", f"{step}档金额"), required=step == 1)
    for step in range(1, MOST_STEPS + 1)
)

SCALES: dict[str, tuple[tuple[str, ...], tuple[ImportColumn, ...]]] = {
    "base": (("基本工资", "基本工资标准"), (*_DATED, _LEVEL, _AMOUNT)),
    "level": (("层级补贴", "层级津贴", "层级补贴标准"), (*_DATED, _LEVEL, *_STEPS)),
    "post": (
        ("职务补贴", "职务津贴", "岗位津贴", "岗位补贴"),
        (*_DATED, ImportColumn("row_key", "职务", cells.text, ("岗位",), mandatory=True), _AMOUNT),
    ),
    "seniority": (
        ("工龄补贴", "工龄津贴", "工龄工资"),
        (
            *_DATED,
            ImportColumn("amount", "每年金额", cells.amount, ("每年标准", "年标准", "金额"), mandatory=True),
            ImportColumn("cap_years", "封顶年数", cells.count("年"), ("封顶", "最高年数", "封顶年限"), mandatory=True),
        ),
    ),
    "certificate": (
        ("资质补贴", "证书津贴", "资质津贴", "专业资质补贴"),
        (
            *_DATED,
            ImportColumn("row_key", "资质", cells.text, ("职业资格", "证书"), mandatory=True),
            ImportColumn("rank", "位次", cells.count(), ("排序", "顺位"), mandatory=True),
            _AMOUNT,
            ImportColumn("requires_registration", "需登记", cells.yes_no, ("是否需登记", "须登记"), required=True),
        ),
    ),
    "performance": (("月度绩效", "绩效", "月度绩效标准"), (*_DATED, _LEVEL, _AMOUNT)),
}
PARAMETER_SHEETS = ("参数", "参数表", "计算参数")
PARAMETERS = (
    *_DATED,
    ImportColumn("name", "参数", as_written, ("参数名", "参数名称"), mandatory=True),
    ImportColumn("value", "值", as_written, ("参数值", "取值"), mandatory=True),
)
CONTRIBUTION_SHEETS = ("社保公积金", "五险一金", "社会保险和公积金", "社保")
CONTRIBUTIONS = (
    *_DATED,
    ImportColumn("item", "项目", cells.text, ("险种", "缴费项目"), mandatory=True),
    ImportColumn("employee_rate", "个人比例%", cells.percent, ("个人比例", "个人缴费比例"), required=True),
    ImportColumn("employee_fixed", "个人定额", cells.amount, ("个人定额金额",)),
    ImportColumn("employer_rate", "单位比例%", cells.percent, ("单位比例", "单位缴费比例"), required=True),
    ImportColumn("employer_fixed", "单位定额", cells.amount, ("单位定额金额",)),
    ImportColumn("floor", "基数下限", cells.amount, ("缴费基数下限", "下限"), mandatory=True),
    ImportColumn("ceiling", "基数上限", cells.amount, ("缴费基数上限", "上限"), mandatory=True),
    ImportColumn("rounding", "舍入方式", rounding, ("舍入", "取整方式"), mandatory=True),
)
