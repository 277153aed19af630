"""The allowance sheet of a run for the organisation's own form (发放表): totals, and a row for everybody paid."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from app.core.access import authorize
from app.core.clock import day_of
from app.core.i18n import N_
from app.core.periods import Month
from app.core.tables.layout import Kind
from app.core.workbook_templates import FormData, FormField, FormRequest, FormSource, FormTable, Value
from app.payroll import reports
from app.payroll.permissions import RUN_READ
from app.payroll.queries import run_lists
from app.payroll.rules import sheet as layouts
from app.payroll.rules.names import CONTRIBUTIONS, EARNINGS, ITEMS
from app.payroll.rules.sheet import SheetRow

HOST: Final = "payroll.run"
AMOUNTS: Final = (*layouts.EARNINGS, "GROSS", *layouts.DEDUCTIONS, "NET")
PRINTED: Final = {**layouts.EARNINGS, **layouts.DEDUCTIONS, "GROSS": "应发合计", "NET": "实发合计"}
ALSO: Final = {
    "BASE": ("基础工资", "岗位工资"), "POST": ("岗位津贴", "职务津贴"), "LEVEL": ("层级津贴", "职级补贴"),
    "SENIORITY": ("工龄工资", "工龄津贴"), "CERT": ("证书津贴", "资质补贴", "职称补贴"), "PERF": ("绩效", "绩效工资"),
    "GROSS": ("应发工资", "应发数", "应发金额"), "TAX": ("个税", "代扣个税"), "HOUSING": ("公积金",),
    "PENSION": ("养老",), "MEDICAL": ("医疗",), "UNEMPLOYMENT": ("失业",), "OTHER": ("其他扣除",),
    "NET": ("实发工资", "实发数", "实发金额"), "INPUTS": ("其他补贴", "一次性补贴"),
}  # fmt: skip


def _amount(code: str, name: str, synonyms: tuple[str, ...], note: str = "") -> FormField:
    return FormField(name, {**ITEMS, **EARNINGS, **CONTRIBUTIONS}[code], Kind.MONEY, synonyms, note=note)


def _people_fields() -> tuple[FormField, ...]:
    deductions = FormField("DEDUCTIONS", N_("Total deductions"), Kind.MONEY, ("应扣合计", "扣款合计", "应扣款合计"))
    amounts = [_amount(code, code, (PRINTED[code], *ALSO.get(code, ()))) for code in AMOUNTS]
    return (
        FormField("place", N_("Running number"), Kind.INTEGER, ("序号", "编号", "No")),
        FormField("number", N_("Number"), Kind.TEXT, ("工号", "职工编号", "人员编号")),
        FormField("name", N_("Name"), Kind.TEXT, ("姓名", "职工姓名")),
        FormField("branch", N_("Branch"), Kind.TEXT, ("分社", "所属分社", "单位", "所属单位")),
        FormField("station", N_("Workstation"), Kind.TEXT, ("工作站", "站点")),
        FormField("post", N_("Post"), Kind.TEXT, ("职务", "岗位")),
        FormField("level", N_("Level"), Kind.TEXT, ("层级", "级别")),
        FormField("step", N_("Step"), Kind.INTEGER, ("档次", "档级")),
        *amounts[:-1],
        deductions,
        amounts[-1],
    )


SINGLE: Final = (
    FormField("organisation", N_("Organisation's name"), Kind.TEXT, ("单位名称", "用人单位")),
    FormField("unit", N_("Unit"), Kind.TEXT, ("发放单位", "填报单位", "编制单位", "单位", "部门")),
    FormField("month", N_("Pay month"), Kind.TEXT, ("所属月份", "月份", "发放月份", "所属期")),
    FormField("prepared_on", N_("Prepared on"), Kind.DATE, ("填报日期", "制表日期", "填表日期", "日期")),
    FormField("batch", N_("Batch number"), Kind.TEXT, ("批次号", "编号", "批次")),
    FormField("people", N_("People"), Kind.INTEGER, ("人数", "发放人数")),
    FormField(
        "words", N_("Net pay in capitals"), Kind.TEXT, ("大写", "大写金额", "实发合计大写", "人民币大写", "合计大写")
    ),
    FormField("made_by", N_("Made by"), Kind.TEXT, ("制表人", "制表", "经办人")),
    FormField("approved_by", N_("Approved by"), Kind.TEXT, ("审核人", "审批人", "复核人")),
    FormField("state", N_("Mark of a draft"), Kind.TEXT, ("状态",)),
    FormField("uncounted", N_("People with negative net pay, who are left out"), Kind.INTEGER),
    *(_amount(code, f"total_{code}", (), N_("total")) for code in AMOUNTS),
)


def load(session: Session, request: FormRequest) -> FormData:
    """The sheet of a run, or of one unit of it: the slips the acting user may meet, from what was stored."""
    authorize(session, RUN_READ)
    run = run_lists.run_by_id(session, request.record_id)
    unit = request.unit or None
    rows = layouts.in_sheet_order(reports.sheet_rows(session, run, unit))
    paid = [row for row in rows if row.counts]
    head = reports.sheet_head(session, run, unit, rows)
    month = f"{head.month.year}年{head.month.number}月"
    values: dict[str, Value] = {
        "organisation": head.organisation,
        "unit": head.unit or head.organisation,
        "month": month,
        "prepared_on": day_of(run.calculated_at),
        "batch": head.batch,
        "people": len(paid),
        "words": head.words,
        "made_by": run.made_by,
        "approved_by": run.approved_by,
        "state": "草稿" if head.draft else "",
        "uncounted": len(rows) - len(paid),
        **{f"total_{code}": sum(row.lines[code] for row in paid) for code in AMOUNTS},
    }
    return FormData(" ".join(filter(None, (month, head.unit))), values, {"people": _rows(paid)})


def _rows(paid: Sequence[SheetRow]) -> list[dict[str, Value]]:
    return [
        {
            "place": place,
            "number": row.number,
            "name": row.name,
            "branch": row.branch,
            "station": row.station or layouts.NO_STATION,
            "post": row.post,
            "level": row.level,
            "step": row.step,
            "DEDUCTIONS": row.deductions,
            **{code: row.lines[code] for code in AMOUNTS},
        }
        for place, row in enumerate(paid, start=1)
    ]


def day(session: Session, run_id: int) -> date:
    """The last day of the pay month: older runs keep the form that held then."""
    return Month.of(run_lists.run_by_id(session, run_id).month).last


def newest(session: Session) -> int | None:
    """The latest run."""
    run = run_lists.latest_run(session)
    return run.id if run else None


OWN_FORM: Final = FormSource(
    "payroll.sheet",
    HOST,
    N_("Allowance sheet"),
    RUN_READ,
    SINGLE,
    (FormTable("people", N_("Everybody listed"), _people_fields()),),
    load,
    day,
    newest,
)
