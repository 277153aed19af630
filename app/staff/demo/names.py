"""Invented names and numbers. Nothing here is anybody's: no ID number has ever been issued under its region code."""

from datetime import date
from random import Random

from app.core.identifiers import luhn_check, resident_id_check

BRANCHES = (
    "琴川市自强服务社", "弇山市自强服务社", "沙洲市自强服务社", "鹿城市自强服务社", "笠泽区自强服务社",
    "茂苑区自强服务社", "枫江区自强服务社", "石湖区自强服务社", "澹台区自强服务社", "锦帆区自强服务社",
    "市直属自强服务社",
)  # fmt: skip
STATIONS = (15, 14, 13, 12, 12, 11, 11, 10, 10, 10, 6)
"""Workstations of each branch."""

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
)
GIVEN_FIRST = {"男": "承景睿泽诚嘉彦皓昀致君怀修允知子", "女": "若清予沐语诗棠芷苒书知安可子君令"}
GIVEN_SECOND = {"男": "诚谦安衡川岩舟樾屿恒之远和宸霖朗", "女": "蘅珂瑾黛岚溪禾宜笙微然初之和意霖"}

REGION = "320599"
"""A region code under which no ID number was ever issued."""


def station_names(draw: Random) -> list[str]:
    """Names of all workstations, each used once."""
    names = [f"{first}{second}工作站" for first in "锦采盛梅兰荷柳枫竹松莲菱" for second in "塘墩浜湾泾园溪渡巷坊堰"]
    draw.shuffle(names)
    return names[: sum(STATIONS)]


def full_name(draw: Random, sex: str) -> str:
    """A surname and a given name of one or two characters."""
    first, second = draw.choice(GIVEN_FIRST[sex]), draw.choice(GIVEN_SECOND[sex])
    return draw.choice(SURNAMES) + (first + second if first != second else first + "一")


def id_number(birth: date, sex: str, serial: int) -> str:
    """An ID number of the form of a real one; the serial's parity is made to fit the sex."""
    first17 = f"{REGION}{birth:%Y%m%d}{serial % 500 * 2 + (sex == '男'):03d}"
    return first17 + resident_id_check(first17)


def bank_account(serial: int) -> str:
    """A card number with a check digit, under a prefix no bank issues."""
    digits = f"998800{serial * 7919 % 10**12:012d}"
    return digits + luhn_check(digits)


def phone(serial: int) -> str:
    """A number of the length of a mobile one, in a range that is not given out."""
    return f"126{serial * 104729 % 10**8:08d}"
