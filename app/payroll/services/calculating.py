"""Calculate a month: everybody's slips as columns ready to be stored; nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import orjson
from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import authorize_everywhere
from app.core.db import many_objects
from app.core.periods import Month
from app.payroll.errors import RunApproved
from app.payroll.permissions import RUN_MAKE
from app.payroll.queries.month_facts import MonthFacts, load_month
from app.payroll.queries.month_rules import RulesInForce, month_rules
from app.payroll.queries.runs import SEALED, first_missing_month, legal_entity_of, monthly_run
from app.payroll.rules.freezing import frozen_inputs
from app.payroll.rules.slips import Columns, lines_texts, run_hash
from app.payroll.rules.snapshot import frozen_rules
from app.payroll.rules.values import CONTRIBUTION_ITEMS, EMPLOYER_LINES, SLIP_LINES
from app.payroll.rules.vectorised.engine import calculate
from app.payroll.rules.vectorised.exact import Bools, Ints
from app.payroll.rules.vectorised.rates import build_rates
from app.payroll.rules.vectorised.result import ERROR, NEGATIVE_NET, OK, MonthResult

STATUS_NAMES = {OK: "OK", NEGATIVE_NET: "NEGATIVE_NET"}


@dataclass(frozen=True, slots=True)
class SlipProblem:
    """What is wrong with one person's slip; everybody else's stands."""

    number: str
    field: str
    kind: str


@dataclass(frozen=True, slots=True)
class CalculatedRun:
    """A month, calculated and not yet stored: slips in order of number, and what they came from."""

    legal_entity_id: int
    month: Month
    payment_month: Month
    rules: str
    draft_versions: tuple[int, ...]
    known_at: datetime
    slips: Columns
    totals: Mapping[tuple[int, str], tuple[int, int]]
    problems: tuple[SlipProblem, ...]
    content_hash: str

    @property
    def count(self) -> int:
        """The number of slips."""
        return len(self.slips["position"])


def calculate_run(
    session: Session, month: Month, payment_month: Month | None = None, entity_code: str | None = None
) -> CalculatedRun:
    """Compute everybody's slip of a month, in a reading session; nothing is written."""
    authorize_everywhere(session, RUN_MAKE)
    payment = payment_month or month
    entity = legal_entity_of(session, entity_code)
    run = monthly_run(session, entity.id, month)
    if run is not None and run.state in SEALED:
        raise RunApproved(month=str(month))
    in_force = month_rules(session, month, payment)
    first_missing_month(session, entity.id, month, payment)
    instant = clock.now()
    with many_objects():
        return _calculated(session, entity.id, month, payment, in_force, instant)


def _calculated(
    session: Session, entity_id: int, month: Month, payment: Month, in_force: RulesInForce, instant: datetime
) -> CalculatedRun:
    facts = load_month(session, entity_id, month, payment)
    codes = facts.codes
    rates = build_rates(in_force.rules, codes.gradings, codes.posts, codes.certificate_types, codes.grades)
    result = calculate(facts.table, in_force.rules, rates)
    slips = _slip_columns(facts, result, month)
    problems = _problems(facts, result)
    known = facts.contributed
    used = replace(
        in_force.rules, pay_facts={fact.name: fact for fact in known.facts}, contributors=dict(known.modules)
    )
    rules = orjson.dumps(frozen_rules(used), option=orjson.OPT_SORT_KEYS).decode()
    return CalculatedRun(
        entity_id,
        month,
        payment,
        rules,
        in_force.draft_versions,
        instant,
        slips,
        _totals(facts, result),
        problems,
        run_hash(rules, slips),
    )


def _slip_columns(facts: MonthFacts, result: MonthResult, month: Month) -> Columns:
    """The slips' columns, in order of number; who has an error has no slip."""
    whole = result.status != ERROR
    people, units = result.person[whole].tolist(), result.unit[whole].tolist()
    places = [facts.places[code] for code in units]
    gradings = [facts.codes.gradings[code] for code in result.grading[whole].tolist()]
    lines = {name: _line(result, name)[whole] for name in (*SLIP_LINES, *EMPLOYER_LINES)}
    return {
        "position": list(range(len(people))),
        "employee_id": [facts.employee_ids[person] for person in people],
        "unit_id": [facts.unit_ids[code] for code in units],
        "status": [STATUS_NAMES[code] for code in result.status[whole].tolist()],
        "employee_number": [facts.numbers[person] for person in people],
        "name": [facts.names[person] for person in people],
        "branch": [place.branch for place in places],
        "station": [place.station for place in places],
        "branch_position": [place.branch_position for place in places],
        "station_position": [place.station_position for place in places],
        "post": [facts.codes.posts[code] for code in result.post[whole].tolist()],
        "level": [grading.level for grading in gradings],
        "step": [grading.step for grading in gradings],
        **_sums(facts, result, whole),
        "lines": lines_texts(lines, len(people)),
        "inputs": frozen_inputs(
            facts.table, facts.codes, facts.one_offs, facts.contributed, month, result.person[whole]
        ),
    }


def _sums(facts: MonthFacts, result: MonthResult, whole: Bools) -> dict[str, list[int]]:
    """The totals that stand in columns of their own."""
    table = facts.table
    special = np.where(table.special_additional >= 0, table.special_additional, table.cum_special_additional)
    return {
        "gross": result.lines["GROSS"][whole].tolist(),
        "contributions": np.sum([result.lines[name][whole] for name in CONTRIBUTION_ITEMS], axis=0).tolist(),
        "tax": result.lines["TAX"][whole].tolist(),
        "special_additional": special[result.person[whole]].tolist(),
        "net": result.lines["NET"][whole].tolist(),
    }


def _line(result: MonthResult, name: str) -> Ints:
    """Amounts of a line or of an employer's share."""
    return result.lines[name] if name in result.lines else result.employer[name]


def _problems(facts: MonthFacts, result: MonthResult) -> tuple[SlipProblem, ...]:
    negative = result.person[result.status == NEGATIVE_NET].tolist()
    found = [SlipProblem(facts.numbers[person], "NET", "NEGATIVE_NET") for person in negative]
    found += [SlipProblem(facts.numbers[error.person], error.field, error.kind) for error in result.errors]
    return tuple(sorted(found, key=lambda one: (one.number, one.field)))


def _totals(facts: MonthFacts, result: MonthResult) -> dict[tuple[int, str], tuple[int, int]]:
    """Sums of payable slips by unit and item: (people, fen)."""
    payable = result.status == OK
    units = result.unit[payable]
    count = len(facts.unit_ids)
    people = np.bincount(units, minlength=count)
    totals: dict[tuple[int, str], tuple[int, int]] = {}
    for name in (*SLIP_LINES, *EMPLOYER_LINES):
        sums = np.zeros(count, dtype=np.int64)
        np.add.at(sums, units, _line(result, name)[payable])
        for code in np.flatnonzero(people).tolist():
            totals[facts.unit_ids[code], name] = (int(people[code]), int(sums[code]))
    return totals
