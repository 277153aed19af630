"""Set-based pages: a list or a record takes at most so many SQL statements, whatever the data."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain
from typing import Any

import pytest
from flask import template_rendered

from tests.journeys.conftest import Stock
from tests.payroll.office import OWN, Office
from tests.records import addresses_of, records_of

MOST = 15
MORE = {"?tab=rules": 17}
"""This tab compares drafts of the pay scale, table by table, with the version they follow."""

COUNTED = {f"core/{name}.html" for name in ("list", "record", "pivot", "chart", "calendar", "kanban")}
READERS = ("hr", "chief", "sysadmin", OWN)


@contextmanager
def drawn(office: Office) -> Iterator[set[str]]:
    """The templates drawn in the block."""
    found: set[str] = set()

    def note(_sender: Any, template: Any, **_more: Any) -> None:
        found.add(template.name)

    with template_rendered.connected_to(note, office.app):
        yield found


@pytest.mark.parametrize("case", ["case-small", "case-public"])
def test_lists_and_records_take_few_statements(stock: Stock, case: str) -> None:
    office = Office.of(stock.copy(f"{case} run"))
    with closing(office.system.database):
        counts, run = counts_of(office), office.run_url
    too_many = {page: count for page, count in counts.items() if count > MORE.get(page[0][-10:], MOST)}
    assert too_many == {}
    shown = {path.partition("?")[0] for path, _login in counts}
    assert {"/staff/employees/", f"/staff/employee/{OWN}", run, f"{run}slips/"} <= shown


def counts_of(office: Office) -> dict[tuple[str, str], int]:
    """How many statements each list and record takes, for each of the readers."""
    found = {}
    records = records_of(office.system, OWN)
    for path in chain.from_iterable(addresses_of(office.app, office.system, records).values()):
        for login in READERS:
            browser = office.browser(login)
            with drawn(office) as templates, office.counting() as statements:
                answer = browser.get(path)
            if answer.status_code == 200 and templates & COUNTED:
                found[path, login] = len(statements)
    return found
