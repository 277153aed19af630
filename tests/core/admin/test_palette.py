"""The command palette: what is offered to whom, and by which words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import clock
from app.core.admin.palette import words_of
from tests.staff.house import TODAY
from tests.web_house import Web, whole_organisation

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, cases: Path) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("palette")
    url = f"sqlite:///{folder / 'z.db'}"
    with clock.frozen(TODAY), whole_organisation(folder / "data", url, cases / "case-small") as built:
        yield built


def offered(web: Web, login: str, typed: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in web.as_(login).get("/suggest", query_string={"q": typed}, headers=ENGLISH).json or ():
        found.setdefault(one["group"], set()).add(one["url"])
    return found


@pytest.mark.parametrize("typed", ["Organisation", "organ", "组织机构", "zuzhijigou", "zzjg", " ZZ jg "])
def test_a_page_is_found_by_english_chinese_pinyin_and_initials(web: Web, typed: str) -> None:
    assert "/staff/organisation/" in offered(web, "hr", typed)["Pages"]


def test_an_action_is_found_by_other_words(web: Web) -> None:
    for typed in ("hire", "入职", "ruzhi", "rz"):
        assert "/staff/hiring/" in offered(web, "hr", typed)["Actions"], typed


def test_nobody_is_offered_what_she_may_not(web: Web) -> None:
    assert offered(web, "employee", "hire") == {}
    assert offered(web, "employee", "Settings") == {}
    assert offered(web, "employee", "ZQ0006") == {}
    assert offered(web, "employee", "ZQ0004")["People and records"] == {"/staff/employee/ZQ0004"}
    assert "/my/change" in offered(web, "employee", "change")["Actions"]
    assert "Actions" not in offered(web, "leader", "change")


def test_who_meets_her_own_record_alone_is_shown_no_list_of_people(web: Web) -> None:
    pages = offered(web, "employee", "")["Pages"]
    assert {"/my/", "/payroll/my-payslips/"} <= pages
    assert "/staff/employees/" not in pages
    assert "/staff/employees/" not in web.as_("employee").get("/my/").text
    assert "/staff/employees/" in offered(web, "branch-kunshan", "")["Pages"]


def test_enter_without_scripts_leads_to_the_one_found(web: Web) -> None:
    answer = web.as_("hr").get("/find?q=ZQ0006")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/employee/ZQ0006")


def test_words_are_folded_once() -> None:
    assert "hire" in words_of("Hire somebody", "Uniform 服装")
    assert {"uniform", "fuzhuang", "fz"} <= set(words_of("Hire somebody", "Uniform 服装"))
