"""Pages with invented people, one for every template: what the gallery shows and the browser tests look at."""

from dataclasses import replace
from datetime import date

from app.core.admin import pages as p
from app.core.login.pages import DoorPage, Field, Form

PEOPLE = (
    ("唐雅轩", "ZQ21065", "第一分社", "河东工作站", "社工", "在职", "good"),
    ("张平静", "ZQ20303", "第一分社", "新华街工作站", "站长", "在职", "good"),
    ("许芳佳", "ZQ20174", "第二分社", "春晖工作站", "社工", "试用", "info"),
    ("宋秀洋", "ZQ20254", "第一分社", "友谊街工作站", "社工", "在职", "good"),
    ("王芳", "ZQ21014", "第一分社", "新华街工作站", "副站长", "待入职", "warning"),
    ("郭明", "ZQ21075", "第二分社", "友谊街工作站", "干事", "在职", "good"),
    ("欧阳梓勇", "ZQ20118", "第一分社", "新华街工作站", "社工", "停薪", "danger"),
    ("何超英", "ZQ20029", "第二分社", "春晖工作站", "社工", "离职", "muted"),
    ("黄轩子", "ZQ20589", "第一分社", "新华街工作站", "社工", "在职", "good"),
    ("徐雅", "ZQ20863", "第一分社", "友谊街工作站", "财务", "在职", "good"),
)
REASON = p.Input("reason", "查看事由", required=True, placeholder="例如:办理社保")
NOTE = p.Button("添加备注", "/record", "", "primary", True, asks=(p.Input("note", "备注", "textarea"),))
HOME = p.Link("员工", "/list")
TONES: dict[str, p.Tone] = {"good": "good", "info": "info", "warning": "warning", "danger": "danger", "muted": "muted"}


def people() -> p.ListPage:
    """A list with everything a list can have."""
    rows = tuple(_row(index) for index in range(20))
    columns = (
        p.Column("姓名", "/list?sort=name", "ascending"),
        p.Column("工号", "/list?sort=number"),
        p.Column("所属分社"),
        p.Column("工作站"),
        p.Column("职务"),
        p.Column("入职日期", "/list?sort=start"),
        p.Column("合同到期", "/list?sort=end"),
        p.Column("应发合计", right=True),
        p.Column("状态"),
    )
    transfer = p.Button("调整单位", "/list", post=True, asks=(p.Input("unit", "新单位", required=True),))
    facets = (
        p.Facet("状态", _options(("在职", 353), ("离职", 42), ("试用", 40), ("待入职", 13))),
        p.Facet("所属分社", _options(("第一分社", 238), ("第二分社", 210), ("第三分社", 184), active=2)),
        p.Facet("学历", _options(("大专", 189), ("本科", 187), ("高中", 47), ("硕士", 25))),
        p.Facet("职务", _options(("社工", 1110), ("站长", 91), ("副站长", 78), ("干事", 55))),
    )
    return p.ListPage(
        "员工",
        columns,
        rows,
        p.Paging(1, 20, 1448, "", "/list?page=2", (p.Link("20", "?size=20"), p.Link("80", "?size=80")), "20"),
        p.Search("/list", "", placeholder="姓名、工号或拼音首字母", chips=(p.Chip("分社", "第一 或 第二", "/list"),)),
        (p.Button("新建", "/form", tone="primary"), p.Button("导入", "/import")),
        facets,
        p.Selection((transfer, p.Button("续签合同", "/list", post=True))),
        (p.Link("XLSX", "/list?export=xlsx"), p.Link("CSV", "/list?export=csv", "file-text")),
        (p.Link("列表", icon="layout-list"), p.Link("统计", "/board", "chart-bar")),
    )


def _row(index: int) -> p.Row:
    name, number, branch, station, post, status, tone = PEOPLE[index % len(PEOPLE)]
    end = p.day(date(2028, 11, 13))
    if index % 7 == 3:
        end = p.day(date(2026, 12, 26), "33 天", "warning")
    if index % 7 == 5:
        end = p.day(date(2026, 10, 22), "已逾期", "danger")
    started = p.day(date(2008 + index % 9, 7, 16))
    pay = p.amount(612_345 + index * 1_000)
    cells = (
        p.person(name, "/record"),
        p.text(number),
        p.text(branch),
        p.text(station),
        p.text(post),
        started,
        end,
        pay,
    )
    return p.Row((*cells, p.pill(status, TONES[tone])), key=str(index))


def _options(*counts: tuple[str, int], active: int = 0) -> tuple[p.Option, ...]:
    return tuple(p.Option(label, count, "/list", place < active) for place, (label, count) in enumerate(counts))


def nobody() -> p.ListPage:
    """A list that found nothing."""
    return p.ListPage("员工", (p.Column("姓名"),), (), p.Paging(0, 0, 0), p.Search("/list", "甲乙丙"))


def employee() -> p.RecordPage:
    """A record with everything a record can have."""
    reveal = p.Button("查看(将留痕)", "/record", post=True, asks=(REASON,))
    identity = (
        p.Fact("姓名", p.text("郑佳玲")),
        p.Fact("性别", p.text("女")),
        p.Fact("身份证号", p.text("0000**********873X"), reveal),
        p.Fact("出生日期", p.day(date(1982, 9, 6))),
        p.Fact("手机号码", p.text("100****7320"), reveal),
        p.Fact("学历", p.text("本科")),
    )
    post = (
        p.Fact("工号", p.text("ZQ20411")),
        p.Fact("所属单位", p.text("第二分社", "/tree")),
        p.Fact("职务", p.text("社工")),
        p.Fact("入职日期", p.day(date(2013, 10, 14))),
        p.Fact("合同到期", p.day(date(2026, 11, 30), "7 天", "warning")),
        p.Fact("状态", p.pill("在职", "good")),
    )
    renew = p.Button("续签", "/form", "plus")
    contracts = p.Table(
        "合同记录", tuple(map(p.Column, ("合同编号", "类型", "起始", "终止", "状态"))), _contracts(), buttons=(renew,)
    )
    card = p.Panel(
        "工作证", (p.Facts("", (p.Fact("证号", p.text("G-0411")), p.Fact("状态", p.pill("有效", "good")))),), "信息安全"
    )
    return p.RecordPage(
        "郑佳玲",
        (HOME,),
        (p.Facts("身份", identity), p.Facts("任职", post), contracts),
        "社工 · 第二分社 春晖工作站",
        "郑佳玲",
        (p.Badge("在职", "good"), p.Badge("本科", "plain", False), p.Badge("助理社工师", "plain", False)),
        (
            p.Button("变动", "/form", "edit", "primary"),
            p.Button("登记表", "/record", "printer"),
            p.Button(
                "离职", "/record", "logout", "danger", True, "确定办理离职?", (p.Input("day", "离职日期", "date"),)
            ),
        ),
        (p.Step("待入职", "done"), p.Step("试用", "done"), p.Step("在职", "current"), p.Step("离职")),
        p.Position(411, 1284, "/record", "/record"),
        (
            p.Tile("合同", "3", "/list"),
            p.Tile("工资条", "38", "/list"),
            p.Tile("本月应发", "¥6,240"),
            p.Tile("证书", "2", "/list"),
        ),
        (p.Tab("基本信息", "/record", True), p.Tab("任职经历", "/record", count=4), p.Tab("薪酬", "/record", count=6)),
        (card,),
        _history(),
        p.AsAt("/record", "2026-11-23", "/record", False),
        history_buttons=(NOTE,),
    )


def beside() -> p.RecordPage:
    """A record with everything that may stand beside it, and its buttons with counts."""
    reason = p.Input("reason", "原因", required=True)
    cancel = p.Button("取消", "/record", "x", post=True, asks=(reason,))
    late = p.ActivityCard(
        "phone",
        "电话",
        "确认续签意向",
        "2026-11-20",
        "逾期3天",
        "danger",
        "chenjing",
        "先问本人意见",
        "/record",
        "/form",
        cancel,
    )
    today = p.ActivityCard("users", "面谈", "年度面谈", "2026-11-23", "今天", "warning", "chenjing", done_url="/record")
    later = p.ActivityCard("checklist", "待办", "收取证书", "2026-12-23", "30天后", "muted", "lifang")
    strike = p.Button("划去", "/record", "ban", post=True, asks=(reason,))
    note = p.HistoryEntry("陈静", "10:20", note="本人希望明年报考中级。", buttons=(strike,))
    struck = p.HistoryEntry("李芳", "09:12", note="电话有误。", struck="李芳 2026-11-22 划去：写错了人")
    who = p.Input("assignee", "由谁办理", value="chenjing", required=True, suggest_url="/suggest")
    composers = (
        p.Composer(
            "note", "写备注", "message", "/record", (p.Input("text", "备注", "textarea", required=True),), "记下"
        ),
        p.Composer("activity", "安排待办", "calendar-event", "/record", (who, p.Input("due", "期限", "date")), "安排"),
    )
    files = (
        p.FileCard("毕业证书.png", "/record", "820 kB", "chenjing", "2026-11-20 09:30", "/static/favicon.svg", "/form"),
        p.FileCard("劳动合同.pdf", "/record", "1.2 MB", "chenjing", "2026-11-20 09:31"),
    )
    attach = (p.Button("添加附件", "/form", "paperclip"),)
    days = (p.HistoryDay("今天", (note, struck)), *_history())
    return replace(
        employee(),
        history=None,
        history_buttons=(),
        stream=p.Stream(days, composers, (late, today, later), files, attach, "/record"),
        smart=(
            p.Tile("合同", "3", "/list", icon="file-certificate"),
            p.Tile("待办", "3", "#stream", icon="calendar-event"),
        ),
        position=p.Position(3, 412, "/record", "/record", "/list"),
    )


def _contracts() -> tuple[p.Row, ...]:
    warned = p.day(date(2026, 11, 30), "7 天", "warning")
    first = (
        p.text("HT2023-0316", "/record"),
        p.text("续签 3 年"),
        p.day(date(2023, 12, 1)),
        warned,
        p.pill("履行中", "info"),
    )
    second = (
        p.text("HT2017-0652"),
        p.text("首次签订"),
        p.day(date(2017, 12, 1)),
        p.day(date(2020, 11, 30)),
        p.pill("已终止"),
    )
    return (p.Row(first), p.Row(second))


def _history() -> tuple[p.HistoryDay, ...]:
    moved = (p.Change("职务", "干事", "社工"), p.Change("工作站", "", "春晖工作站"))
    today = (
        p.HistoryEntry("陈静", "10:42", changes=moved),
        p.HistoryEntry("系统", "10:42", "岗位变动,薪酬自 12 月起调整"),
    )
    noted = p.HistoryEntry("刘敏", "16:05", note="岗前培训考核已通过,证书已上传附件。")
    return (
        p.HistoryDay("今天", today),
        p.HistoryDay("11 月 18 日", (noted, p.HistoryEntry("赵磊", "09:20", "查看了身份证号"))),
    )


def change() -> p.FormPage:
    """A form with every kind of field, errors, and a conflict."""
    choices = (p.Choice("change", "自某日起变动"), p.Choice("correction", "更正错误", "原记录保留可查"))
    fields = (
        p.Input("kind", "性质", "radio", "change", choices=choices, wide=True),
        p.Input("name", "姓名", value="郑佳玲", required=True),
        p.Input("unit", "单位", "text", "第二分社", suggest_url="/suggest", help="输入名称或拼音首字母"),
        p.Input("post", "职务", "select", "b", choices=(p.Choice("a", "站长"), p.Choice("b", "社工"))),
        p.Input("start", "起始日", "date", "2026-12-01", required=True, errors=("起始日不能早于入职日期。",)),
        p.Input("month", "发放月份", "month", "2026-12"),
        p.Input("base", "缴费基数", "number", "5200.00", step="0.01"),
        p.Input("number", "工号", "fixed", "ZQ20411"),
    )
    more = (
        p.Input("note", "说明", "textarea", wide=True, help="依据的文件及文号"),
        p.Input("scan", "附件", "file", accept=".pdf,.png"),
        p.Input("told", "已告知本人", "checkbox"),
        p.Input(
            "days", "值班日", "checkboxes", values=("sat",), choices=(p.Choice("sat", "周六"), p.Choice("sun", "周日"))
        ),
    )
    lines = (p.ConflictLine("职务", "社工", "副站长"), p.ConflictLine("缴费基数", "5200.00", ""))
    return p.FormPage(
        "职务变动",
        (HOME, p.Link("郑佳玲", "/record")),
        "/form",
        (p.InputGroup("变动内容", fields), p.InputGroup("依据", more, "没有附件也可保存,以后补充。")),
        "保存",
        "/record",
        "7",
        conflict=p.Conflict("刘敏", "10:42", lines, "/form"),
    )


def workbook(failed: bool = True) -> p.ImportPage:
    """An import whose file has errors, or none."""
    errors = p.Table(
        "错误明细",
        (p.Column("行", right=True), p.Column("列"), p.Column("单元格内容"), p.Column("怎么改")),
        (
            p.Row((p.number(12), p.text("身份证号"), p.text("0000"), p.text("位数不足 18 位,请核对。"))),
            p.Row((p.number(33), p.text("入职日期"), p.text("2026/13/01"), p.text("没有这一天,请写成 2026-12-01。"))),
        ),
    )
    return p.ImportPage(
        "导入花名册",
        (HOME,),
        "/import",
        (
            p.Input("month", "发放月份", "month", "2026-11"),
            p.Input("file", "工作簿", "file", accept=".xlsx,.csv", required=True),
        ),
        ("第一行为表头,列的顺序不限。", "日期可写 2026-11-01 或 2026年11月1日。", "空白单元格不改动原值。"),
        (p.Link("下载模板", "/import?template=1"),),
        blocks=(errors,) if failed else (),
    )


def job() -> p.JobPage:
    """A job under way."""
    back = (p.Link("薪酬", "/list"),)
    return p.JobPage("核算 2026-11", back, "running", "/job/state", 2310, 5000, "正在核算第二分社")


def finished_job() -> p.JobPage:
    """A job that is done."""
    links = (p.Link("打开批次", "/record"), p.Link("下载发放表", "/job", "download"))
    return p.JobPage("核算 2026-11", (), "done", "/job/state", 5000, 5000, "5,000 人,用时 4 秒", links)


def explanation() -> p.ExplanationPage:
    """How a pay came about."""
    parts = (
        p.ExplanationLine("标准", "3,600.00", "第 4 层级第 2 档"),
        p.ExplanationLine("比例", "80%", "见习期", "第八条"),
    )
    lines = (
        p.ExplanationLine("基本工资", "2,880.00", "标准 × 比例,四舍五入到分。", "薪酬办法 第三条", parts),
        p.ExplanationLine("工龄补贴", "120.00", "满 6 年,每年 20 元。", "薪酬办法 第五条"),
        p.ExplanationLine("应扣合计", "-412.50"),
    )
    return p.ExplanationPage(
        "工资条说明", (HOME, p.Link("郑佳玲", "/record")), "实发合计", "2,587.50", lines, "2026 年 11 月"
    )


def tree() -> p.TreePage:
    """The organisation."""
    stations = tuple(
        p.Node(f"{name}工作站", "/list", count=str(12 + 5 * place))
        for place, name in enumerate(("河东", "新华街", "春晖"))
    )
    branches = tuple(
        p.Node(f"第{name}分社", "/list", "××区自强服务社", str(96 + place), (), stations, place == 0)
        for place, name in enumerate("一二三")
    )
    root = p.Node("总社", "/list", "", "1,284", (p.Badge("用人单位", "plain", False),), branches, True)
    tiles = (p.Tile("分社", "16"), p.Tile("工作站", "214"), p.Tile("空编", "32", "/list", "较上月 +3", "warning"))
    return p.TreePage(
        "组织机构",
        (root,),
        (p.Button("新建单位", "/form", tone="primary"),),
        tiles,
        p.AsAt("/tree", "2026-11-25", "/tree"),
    )


def board() -> p.BoardPage:
    """The first page after logging in."""
    tiles = (
        p.Tile("在册人员", "1,171", "/list", "另有离职 113 人"),
        p.Tile("试用期", "117", "/list", "占在册 10.0%", "info"),
        p.Tile("年内到期合同", "43", "/list", "需在 12 月 31 日前续签", "warning"),
        p.Tile("待入职", "32", "/list", "材料审核中", "good"),
    )
    due = tuple(
        p.Row(
            (p.person(one[0], "/record"), p.text(one[2]), p.day(date(2026, 11, 25 + place), f"{place} 天", "warning"))
        )
        for place, one in enumerate(PEOPLE[:5])
    )
    table = p.Table("", (p.Column("姓名"), p.Column("分社"), p.Column("到期日")), due)
    by_unit = p.Table(
        "",
        (p.Column("分社"), p.Column("人数", right=True), p.Column("应发合计", right=True)),
        (
            p.Row((p.text("第一分社"), p.number(638), p.amount(398_123_450))),
            p.Row((p.text("第二分社"), p.number(533), p.amount(301_000_005))),
        ),
        p.Row((p.text("合计"), p.number(1171), p.amount(699_123_455))),
    )
    blocks = (
        p.Panel("即将到期合同", (table,), "按到期日排序"),
        p.Panel("本月应发", (by_unit,)),
        p.Prose("公告", ("年度考核自 12 月 1 日开始。",)),
    )
    notice = p.Notice("有 2 项待您审批。", "warning", (p.Link("去审批", "/list"),))
    return p.BoardPage(
        "工作台",
        blocks,
        "2026 年 11 月 25 日 星期三",
        tiles,
        (p.Button("新建批次", "/form", tone="primary"),),
        (notice,),
    )


NAME = Field("login", "用户名", "text", "username")
SECRET = Field("password", "密码", "password", "current-password", hint="至少 10 个字符")
CODE = Field("code", "验证码", "text", "one-time-code")
LOGIN = DoorPage("登录", (Form("/login", "登录", (NAME, SECRET)),), "用户名或密码不对。")
PASSWORD = DoorPage("修改密码", (Form("/login", "保存", (SECRET,)),), paragraphs=("首次登录须修改。",))
FACTOR = DoorPage(
    "两步验证",
    (Form("/login", "确认", (CODE,)),),
    paragraphs=("请用验证器扫描。",),
    picture="/static/favicon.svg",
    picture_text="二维码",
    secret="ABCD EFGH",
    codes=("1111-2222", "3333-4444"),
    back="/board",
    back_text="返回",
)
REFUSED = p.ErrorPage(
    403, "没有权限", "您不能查看这一页。", ("请向人事科申请。",), (p.Link("回到首页", "/board"),), "9F3A"
)

PAGES = {
    "list": people(),
    "nobody": nobody(),
    "record": employee(),
    "beside": beside(),
    "form": change(),
    "import": workbook(),
    "import-good": workbook(failed=False),
    "job": job(),
    "job-done": finished_job(),
    "explanation": explanation(),
    "tree": tree(),
    "board": board(),
    "home": p.BoardPage("首页"),
    "login": LOGIN,
    "password": PASSWORD,
    "two-factor": FACTOR,
    "error": REFUSED,
}
