"""The list of employees sorted by a day that many have not: those come last, both ways, on either database."""

import re
from pathlib import Path

import pytest

from tests.web_house import whole_organisation

CELL = re.compile(r'<td data-label="合同到期日">.*?>(\d{4}-\d\d-\d\d)?<', re.DOTALL)


@pytest.mark.parametrize("sort", ["contract_end", "-contract_end"])
def test_what_is_empty_comes_last(data_dir: Path, database_url: str, cases: Path, sort: str) -> None:
    with whole_organisation(data_dir, database_url, cases / "case-small", approved=False) as web:
        days = CELL.findall(web.as_("hr").get(f"/staff/employees/?sort={sort}&f.status=active").text)
    held = [day for day in days if day]
    assert len(days) > len(held) > 5
    assert days == sorted(held, reverse=sort.startswith("-")) + [""] * (len(days) - len(held))
