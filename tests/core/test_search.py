"""The keys names are found by: readings as surnames, several where both are in use."""

import pytest

from app.core.search import name_keys, pattern


@pytest.mark.parametrize(
    ("name", "sorted_by", "found_by"),
    [
        ("王芳", "wang fang", ("wangfang", "wf")),
        ("单雅轩", "shan ya xuan", ("shanyaxuan", "syx")),
        ("曾国", "zeng guo", ("zengguo", "zg")),
        ("仇英", "qiu ying", ("qiuying", "qy")),
        ("区小敏", "ou xiao min", ("ouxiaomin", "oxm")),
        ("吕律", "lv lv", ("lvlv", "lulv", "ll")),
        ("尉迟恭", "yu chi gong", ("yuchigong", "ycg")),
        ("欧阳娜", "ou yang na", ("ouyangna", "oyn")),
        ("Anna Lee", "annalee", ("annalee",)),
    ],
)
def test_names(name: str, sorted_by: str, found_by: tuple[str, ...]) -> None:
    key, found = name_keys(name)
    assert key == sorted_by
    assert set(found_by) <= set(found.split())


def test_what_is_typed_becomes_a_pattern_without_signs_of_its_own() -> None:
    assert pattern(" Wang F ") == "%wangf%"
    assert pattern("a%b_c\\") == "%a\\%b\\_c\\\\%"
    assert pattern("lü") == "%lv%"
