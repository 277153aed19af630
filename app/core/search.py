"""Finding people by name, pinyin or initials: the keys a name is stored under.

pypinyin misreads many surnames; the table below has their readings as surnames, several where both are in use.
"""

from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import Any

SURNAMES = {
    "单": ("shan",), "曾": ("zeng",), "解": ("xie",), "仇": ("qiu",), "区": ("ou",), "查": ("zha",),
    "尉迟": ("yuchi",), "吕": ("lv", "lu"), "朴": ("piao", "pu"), "盖": ("ge", "gai"), "翟": ("zhai", "di"),
    "乐": ("yue", "le"), "任": ("ren",), "华": ("hua",), "召": ("shao",), "员": ("yun",), "折": ("she",),
    "缪": ("miao",), "纪": ("ji",), "覃": ("qin", "tan"), "冼": ("xian",), "洗": ("xian",), "黑": ("he",),
    "繁": ("po",), "卜": ("bu",), "宁": ("ning",), "晟": ("cheng", "sheng"), "秘": ("bi", "mi"),
    "种": ("chong",), "隗": ("wei", "kui"), "郇": ("xun", "huan"), "适": ("kuo", "shi"), "万俟": ("moqi",),
    "澹台": ("tantai",), "长孙": ("zhangsun",), "令狐": ("linghu",), "宓": ("mi", "fu"), "曲": ("qu",),
    "车": ("che",), "牟": ("mou", "mu"), "谌": ("chen", "shen"), "应": ("ying",), "燕": ("yan",), "都": ("du",),
    "石": ("shi",), "盛": ("sheng",), "俞": ("yu",), "祭": ("zhai", "ji"), "能": ("nai", "neng"),
    "郗": ("xi", "chi"), "贲": ("ben",), "弗": ("fei", "fu"), "相": ("xiang",), "叶": ("ye",), "沈": ("shen",),
    "句": ("gou", "ju"), "阿": ("a",), "尹": ("yin",), "强": ("qiang",), "重": ("chong",), "葛": ("ge",),
    "柏": ("bai", "bo"), "薄": ("bo", "bao"), "逄": ("pang",), "幺": ("yao",), "便": ("pian", "bian"),
    "少": ("shao",), "哈": ("ha",), "那": ("na", "nuo"), "莘": ("shen", "xin"), "诸葛": ("zhuge",),
    "欧阳": ("ouyang",), "司马": ("sima",), "上官": ("shangguan",), "皇甫": ("huangfu",), "夏侯": ("xiahou",),
    "东方": ("dongfang",), "慕容": ("murong",), "司徒": ("situ",), "公孙": ("gongsun",),
}  # fmt: skip


def name_keys(name: str) -> tuple[str, str]:
    """The key a name is sorted by (its pinyin), and the text it is found in: every reading, and its initials."""
    readings = readings_of("".join(name.split()))
    if not readings:
        return name.lower(), ""
    whole = ["".join(syllables) for syllables in readings]
    initials = ["".join(syllable[0] for syllable in syllables) for syllables in readings]
    return " ".join(readings[0]), " ".join(dict.fromkeys([*whole, *initials]))


@cache
def readings_of(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways a name is read, the usual one first, each a tuple of syllables without tones (ü is v)."""
    surname = next((name[:length] for length in (2, 1) if name[:length] in SURNAMES), "")
    given = tuple(_syllables(name[len(surname) :]))
    if not surname:
        return (given,) if given else ()
    first: Sequence[tuple[str, ...]] = [_split(reading, surname) for reading in SURNAMES[surname]]
    return tuple((*start, *rest) for start, rest in product(first, [given]))


def _split(reading: str, surname: str) -> tuple[str, ...]:
    """A surname of two characters has two syllables; their border is where the second character's reading starts."""
    if len(surname) == 1:
        return (reading,)
    for border in range(1, len(reading)):
        if reading[border:] in _readings(surname[1]):
            return reading[:border], reading[border:]
    return (reading,)


def _readings(character: str) -> set[str]:
    """Every reading of one character."""
    return {text for text in _pypinyin().pinyin(character, style=_pypinyin().Style.NORMAL, heteronym=True)[0]}


def _syllables(text: str) -> list[str]:
    if not text:
        return []
    found = _pypinyin().lazy_pinyin(text, v_to_u=False)
    return [one.lower() for one in found if one.strip()]


@cache
def _pypinyin() -> Any:
    """The heavy engine, loaded when the first name is read."""
    import pypinyin

    return pypinyin


def pattern(text: str) -> str:
    """The LIKE pattern (escape character \\) of what somebody typed, in the spelling `name_keys` stores."""
    folded = "".join(text.lower().split()).replace("ü", "v")
    for sign in ("\\", "%", "_"):
        folded = folded.replace(sign, "\\" + sign)
    return f"%{folded}%"
