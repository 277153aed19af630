"""The fixtures of the payroll screens: an office that is only looked at, and one for each test that writes."""

from collections.abc import Iterator

import pytest

from tests.core.login.conftest import _quick_passwords
from tests.journeys.conftest import Stock, stock
from tests.payroll.office import Office
from tests.web_house import Web, web_of

__all__ = ["_quick_passwords", "stock"]


@pytest.fixture(scope="session")
def office(stock: Stock) -> Iterator[Office]:
    """An office with a calculated run; tests only look."""
    opened = Office.of(stock.copy("case-small run"))
    yield opened
    opened.system.database.close()


@pytest.fixture
def busy_office(stock: Stock) -> Iterator[Office]:
    """An office of one's own, with a calculated run."""
    opened = Office.of(stock.copy("case-small run"))
    yield opened
    opened.system.database.close()


@pytest.fixture
def web(stock: Stock) -> Iterator[Web]:
    """The web of case-small with its run, with the logins of every role."""
    built = web_of(stock.copy("case-small run"))
    yield built
    built.system.database.close()
