"""The whole organisation behind its web, for the wizard of imports, on each kind of database; copied for each test."""

from collections.abc import Iterator

import pytest

from tests.core.login.conftest import _quick_passwords
from tests.journeys.conftest import Stock, stock
from tests.web_house import Web, web_of

__all__ = ["_quick_passwords", "stock"]


@pytest.fixture
def web(stock: Stock) -> Iterator[Web]:
    built = web_of(stock.copy("case-small run"))
    yield built
    built.system.database.close()
