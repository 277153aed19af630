"""Fictional people with random but valid facts, written straight into the tables; and their roster as a workbook."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import access, clock
from app.core.access import ScopeNode
from app.core.db import bulk_insert, driver_day, driver_instant
from app.core.identifiers import resident_id_check
from app.core.periods import Month
from app.core.system import System
from app.payroll import models, services
from app.payroll.rules.records import ContributionRecord, ParameterRecord, ScaleRowRecord
from app.staff import models as staff
from app.staff import queries
from app.staff.models import ID_NUMBER

MONTH = Month(2026, 10)
DOCUMENT = "示例〔2026〕1号"
START = date(2026, 1, 1)
LEVELS = {"七级": 3, "六级": 3, "五级": 3, "四级": 11, "三级": 10, "二级": 10, "一级": 7}
POSTS = {"干事长": 120_000, "站长": 50_000, "社工": 10_000}
CERTIFICATES = {"社会工作师": 40_000, "助理社会工作师": 20_000, "二级心理咨询师": 30_000}
RATES = (
    ("养老保险", 80_000, 160_000), ("医疗保险", 20_000, 70_000), ("失业保险", 5_000, 5_000),
    ("工伤保险", 0, 4_000), ("生育保险", 0, 8_000), ("住房公积金", 80_000, 80_000),
)  # fmt: skip
GRADES = {"优秀": "1", "合格": "1", "基本合格": "0.5", "不合格": "0"}
INPUTS = (("BONUS", "节日慰问", "earning"), ("MEAL", "误餐补助", "earning"), ("FINE", "其他扣款", "deduction"))
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国"
BRANCHES = 11
STATION_SIZE = 3
MOST_STATIONS = 1000
HEADERS = (
    "所属分社", "工作站", "工号", "姓名", "性别", "身份证号", "民族", "政治面貌", "学历", "毕业院校", "所学专业",
    "参加工作时间", "入社时间", "首次就业", "职务", "层级", "档次", "见习", "见习期至", "定级时间", "职业资格",
    "证书管理号", "取得时间", "登记有效期至", "联系电话", "开户行", "银行卡号", "合同类型", "合同起", "合同止",
    "缴费基数", "公积金基数", "认可工龄月数", "离社时间", "备注",
)  # fmt: skip


class People:
    """N people; the same ones for the same number."""

    def __init__(self, count: int) -> None:
        draw = random.Random(count)
        self.size = count
        self.numbers = [f"B{place:06d}" for place in range(1, count + 1)]
        self.names = [draw.choice(SURNAMES) + draw.choice(GIVEN) + draw.choice(GIVEN) for _ in range(count)]
        self.births = [date(1966, 1, 1) + timedelta(draw.randrange(13_000)) for _ in range(count)]
        self.ids = [_resident_id(place, birth) for place, birth in enumerate(self.births)]
        self.hires = [date(2006, 1, 1) + timedelta(draw.randrange(7_500)) for _ in range(count)]
        self.posts = draw.choices(list(POSTS), (1, 9, 90), k=count)
        levels = draw.choices(list(LEVELS), k=count)
        self.gradings = [(level, draw.randint(1, LEVELS[level])) for level in levels]
        self.bases = [draw.randrange(500_000, 1_500_000, 50) for _ in range(count)]
        self.stations = [draw.randrange(station_count(count)) for _ in range(count)]
        self.certificates = [draw.choice(list(CERTIFICATES)) if draw.random() < 0.4 else None for _ in range(count)]
        self.draw = draw

    def sex(self, place: int) -> str:
        """As the identity number has it."""
        return "男" if int(self.ids[place][16]) % 2 else "女"


def station_count(people: int) -> int:
    """Workstations for so many people."""
    return max(1, min(people // STATION_SIZE, MOST_STATIONS))


def _resident_id(place: int, birth: date) -> str:
    first17 = f"{320500 + place // 1000 % 400:06d}{birth:%Y%m%d}{place % 1000:03d}"
    return first17 + resident_id_check(first17)


CONTRACT = "固定期限"
EDUCATION = ("本科", "大专", "硕士研究生", "高中")


def make_people(system: System, people: People) -> None:
    """The organisation, the scale, and everybody's facts and inputs."""
    with system.writing(access.operator()) as session:
        services.import_pay_scale(session, *_scale())
        writer = _Writer(session, people)
        writer.write()
    if not system.database.is_sqlite:
        with system.database.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")


class _Writer:
    """Fills the tables in bulk."""

    def __init__(self, session: Session, people: People) -> None:
        self.session = session
        self.people = people
        self.day = driver_day(session)
        self.known = driver_instant(session, clock.now())

    def write(self) -> None:
        people, draw, day = self.people, self.people.draw, self.day
        keyring = self.session.info["keyring"]
        stations = self._units()
        uids = [f"{draw.getrandbits(128):032x}" for _ in people.numbers]
        bulk_insert(
            self.session, staff.Employee.__table__, ("uid", "number"), list(zip(uids, people.numbers, strict=True))
        )
        ids = queries.employee_ids(self.session)
        self.ids = [ids[number] for number in people.numbers]
        entity = queries.legal_entity(self.session)
        assert entity is not None
        levels, posts = queries.level_ids(self.session), queries.post_ids(self.session)
        hires = [day(hire) for hire in people.hires]
        self._everybody(
            staff.Identity, ("start", "name", "sex", "birth_date", "id_number_cipher", "id_number_index"),
            [
                (hires[place], people.names[place], people.sex(place), day(people.births[place]),
                 ID_NUMBER.seal(keyring, uids[place], number), ID_NUMBER.index(keyring, number))
                for place, number in enumerate(people.ids)
            ],
        )  # fmt: skip
        self._everybody(
            staff.Employment,
            ("start", "end", "legal_entity_id", "first_employment", "prior_service_months", "break_days"),
            [(hire, None, entity.id, draw.random() < 0.1, draw.randrange(24), 0) for hire in hires],
        )
        self._succession(staff.Assignment, ("unit_id",), [(stations[one],) for one in people.stations],
                         lambda _place: (draw.choice(stations),))  # fmt: skip
        self._succession(staff.PostHolding, ("post_id",), [(posts[post],) for post in people.posts],
                         lambda _place: (posts["站长"],))  # fmt: skip
        gradings = [(levels[level], step) for level, step in people.gradings]
        self._succession(staff.Grading, ("level_id", "step"), gradings,
                         lambda place: (levels[people.gradings[place][0]], 1))  # fmt: skip
        self._everybody(staff.Probation, ("start", "on_probation", "planned"), [(hire, False, False) for hire in hires])
        self._everybody(
            staff.ContributionBase, ("start", "social_base", "housing_base"),
            [(hire, base, base) for hire, base in zip(hires, people.bases, strict=True)],
        )  # fmt: skip
        held = [
            (self.ids[place], name, day(date(2020, 6, 1)), day(date(2027, 5, 31)))
            for place, name in enumerate(people.certificates)
            if name is not None
        ]
        self._insert(staff.Qualification, ("employee_id", "name", "obtained", "registered_until"), held)
        self._everybody(staff.Background, ("start", "education"), [(hire, draw.choice(EDUCATION)) for hire in hires])
        ends = [day(date(2026, 11, 1) + timedelta(draw.randrange(1_500))) for _hire in hires]
        contracts = [(hire, end, CONTRACT) for hire, end in zip(hires, ends, strict=True)]
        self._everybody(staff.Contract, ("start", "end", "type"), contracts)
        self._inputs()

    def _inputs(self) -> None:
        draw, month = self.people.draw, self.day(MONTH.first)
        grades = list(GRADES)
        self._everybody(
            models.MonthGrade, ("month", "grade"),
            [(month, draw.choices(grades, (30, 60, 8, 2))[0]) for _ in self.ids],
        )  # fmt: skip
        self._everybody(
            models.SpecialDeduction, ("month", "cumulative"),
            [(month, draw.choice((0, 1_000_000, 2_000_000))) for _ in self.ids],
        )  # fmt: skip
        self._everybody(
            models.OpeningBalance,
            ("month", "income", "contributions", "special_additional", "withheld", "deduct_60000_upfront"),
            [(month, draw.randrange(4_000_000, 9_000_000), 1_000_000, 900_000, draw.randrange(90_000), False)
             for _ in self.ids],
        )  # fmt: skip
        self.session.add_all(
            models.InputKind(code=code, name=name, category=category, is_damages=False)
            for code, name, category in INPUTS
        )
        self.session.add(models.OpeningMonth(month=MONTH.first, known_from=clock.now()))
        self.session.flush()
        rows = [
            (one, month, draw.choice(INPUTS)[0], DOCUMENT, 1, draw.randrange(1_000, 50_000), "示例", DOCUMENT)
            for one in self.ids
            if draw.random() < 0.2
        ]
        columns = ("employee_id", "month", "code", "reference", "line", "amount", "reason", "document")
        self._insert(models.OneOffInput, columns, rows)

    def _insert(self, model: Any, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        bulk_insert(self.session, model.__table__, (*columns, "known_from"), [(*row, self.known) for row in rows])

    def _everybody(self, model: Any, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        whole = [(one, *row) for one, row in zip(self.ids, rows, strict=True)]
        self._insert(model, ("employee_id", *columns), whole)

    def _succession(self, model: Any, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], changed: Any) -> None:
        """Everybody's value from the hire date; for one in ten another from within the month."""
        people, draw = self.people, self.people.draw
        self._everybody(
            model, ("start", *columns),
            [(self.day(hire), *row) for hire, row in zip(people.hires, rows, strict=True)],
        )  # fmt: skip
        starts = [self.day(date(2026, 10, number)) for number in range(2, 31)]
        moved = [
            (self.ids[place], draw.choice(starts), *changed(place))
            for place in range(people.size)
            if draw.random() < 0.1 and people.hires[place] < MONTH.first
        ]
        self._insert(model, ("employee_id", "start", *columns), moved)

    def _units(self) -> list[int]:
        """Branches under the root and workstations under them; the ids of the workstations."""
        root = self.session.scalar(select(staff.OrgUnit))
        assert root is not None
        known = clock.now()

        def add(code: str, name: str, kind: str, parents: Sequence[int], count: int) -> list[int]:
            above = [self.session.get_one(ScopeNode, parents[place % len(parents)]) for place in range(count)]
            nodes = [
                ScopeNode(code=f"{code}{one:04d}", parent_id=node.id, path="")
                for one, node in enumerate(above, start=1)
            ]
            self.session.add_all(nodes)
            self.session.flush()
            for node, parent in zip(nodes, above, strict=True):
                node.path = f"{parent.path}{node.id}/"
            units = [staff.OrgUnit(id=node.id, code=node.code, kind=kind, position=node.id) for node in nodes]
            self.session.add_all(units)
            self.session.flush()
            self.session.add_all(
                staff.OrgUnitPlacement(
                    unit_id=unit.id, parent_id=parents[place % len(parents)], name=f"{name}{place + 1}",
                    start=date(2000, 1, 1), known_from=known,
                )
                for place, unit in enumerate(units)
            )  # fmt: skip
            self.session.flush()
            return [unit.id for unit in units]

        branches = add("BB", "示例服务社", "branch", [root.id], BRANCHES)
        return add("BS", "示例工作站", "station", branches, station_count(self.people.size))


def _scale() -> tuple[list[ScaleRowRecord], list[ParameterRecord], list[ContributionRecord]]:
    cells: list[tuple[Any, ...]] = [("base", "见习", 0, 268_000), ("performance", "见习", 0, 60_000)]
    for place, (level, steps) in enumerate(LEVELS.items()):
        cells.append(("base", level, 0, 292_000 + 15_000 * place))
        cells.append(("performance", level, 0, 80_000 + 15_000 * place))
        cells += [("level", level, step, 32_000 + 60_000 * place + 6_000 * step) for step in range(1, steps + 1)]
    cells += [("post", post, 0, amount) for post, amount in POSTS.items()]
    cells.append(("seniority", "", 0, 3_500, 15))
    cells += [("certificate", name, 0, amount, None, rank, False)
              for rank, (name, amount) in enumerate(CERTIFICATES.items(), start=1)]  # fmt: skip
    amounts = [ScaleRowRecord("示例", row, START, DOCUMENT, *cell) for row, cell in enumerate(cells, start=4)]
    texts = {"minimum_wage": "2490"} | {f"grade_coefficient.{grade}": value for grade, value in GRADES.items()}
    parameters = [ParameterRecord(row, START, DOCUMENT, *one) for row, one in enumerate(texts.items(), start=4)]
    contributions = [
        ContributionRecord(row, START, DOCUMENT, item, employee, 0, employer, 0, 495_200, 2_476_200, "fen_half_up")
        for row, (item, employee, employer) in enumerate(RATES, start=4)
    ]
    return amounts, parameters, contributions


def write_roster(path: Path, people: People) -> None:
    """The people as a roster workbook, as a clerk would have it."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("花名册")
    sheet.write_row(0, 0, HEADERS)
    for number, row in enumerate(_roster_rows(people), start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
    book.close()


def _roster_rows(people: People) -> Iterator[tuple[Any, ...]]:
    for place, number in enumerate(people.numbers):
        station, hire, base = people.stations[place], people.hires[place], people.bases[place] / 100
        certificate = people.certificates[place]
        level, step = people.gradings[place]
        yield (
            f"示例服务社{station % BRANCHES + 1}", f"示例工作站{station + 1}", number, people.names[place],
            people.sex(place), people.ids[place], "汉族", "群众", "本科", "示例大学", "社会工作", hire, hire, "否",
            people.posts[place], level, step, "否", None, hire, certificate,
            certificate and f"ZL{place:012d}", certificate and date(2020, 6, 1), certificate and date(2027, 5, 31),
            f"199{place:08d}", "示例银行", f"6222{place:015d}", "固定期限", hire, date(2029, 12, 31), base, base, 0,
            None, None,
        )  # fmt: skip
