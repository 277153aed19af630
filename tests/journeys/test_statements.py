"""Set-based: a month takes the same number of SQL statements for 24 people as for 412."""

from tests.journeys.conftest import Stock
from tests.journeys.driver import MONTH, ForkServer


def test_statements_do_not_grow_with_people(stock: Stock, forks: ForkServer) -> None:
    counts = []
    for case in ("case-small", "case-public"):
        line = stock.copy(case)
        counts.append(forks.run(line.words("payroll", "run", MONTH)).statements)
    few, many = counts
    assert few > 10
    assert many <= few
