"""Two legal entities in one organisation: each pays its own people, and nothing is paid twice or left out."""

import csv
import io
import json
from pathlib import Path

from app.core import clock
from app.core.access import node_coded, operator
from app.staff import queries, services
from app.staff.services import UnitPlace
from tests.journeys.conftest import Stock
from tests.journeys.driver import BEFORE_THE_RUN, MONTH, CommandLine

OTHER = "KS-ENTITY"


def employed_by_another_entity(line: CommandLine, branch: str) -> None:
    """From the beginning a branch is an employer of its own."""
    with line.system() as system, system.writing(operator()) as session:
        entity = services.add_legal_entity(session, OTHER, "昆山市自强服务社")
        unit = node_coded(session, branch).id
        place = queries.placements_on(session, clock.today())[unit]
        document = "苏强〔2026〕1号"
        moved = UnitPlace(place["name"], place["parent_id"], entity.id, place["start"], document)
        services.place_unit(session, unit, moved)


def rows(line: CommandLine, *words: str) -> dict[str, dict[str, str]]:
    """The people of a sheet by number."""
    out = line.data / "sheet.csv"
    line.do("payroll", "sheet", MONTH, "--format", "csv", "--out", out, *words)
    people = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))[:-1]
    return {person["工号"]: person for person in people}


def test_each_entity_pays_its_own_people(stock: Stock, cases: Path) -> None:
    case = cases / "case-small"
    with stock.copies.empty("entities") as line:
        line.import_("organisation", case / "organisation.xlsx")
        employed_by_another_entity(line, "F04")
        for kind, _needs_month in BEFORE_THE_RUN[1:]:
            line.import_(kind, case / f"{kind}.xlsx")
        said = line.refused("payroll", "run", MONTH)
        assert "HQ" in said
        assert OTHER in said
        line.calculate("--entity", "HQ")
        line.calculate("--entity", OTHER)
        main, other = rows(line, "--entity", "HQ"), rows(line, "--entity", OTHER)
        assert main
        assert other
        assert not main.keys() & other.keys()
        with (case / "expected-sheet.csv").open(encoding="utf-8") as file:
            expected = {row["工号"]: row["GROSS"] for row in list(csv.DictReader(file))[:-1]}
        assert {number: row["GROSS"] for number, row in {**main, **other}.items()} == expected
        for number, paid in (*list(main.items())[:1], *list(other.items())[:1]):
            (why,) = line.json("payroll", "explain", number, MONTH, "GROSS")["lines"]
            assert why["amount"] == paid["GROSS"]
        exported = json.loads(line.canonical())
        runs = {row["run"] for row in exported["payroll_slips"]}
        assert runs == {f"HQ-{MONTH}-01 monthly", f"{OTHER}-{MONTH}-01 monthly"}
