"""Asks other modules for the facts that mean pay, and checks and orders what they answer."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Select, null, select
from sqlalchemy.orm import Session

from app.core.dated import known_at
from app.core.db import fetch_raw, is_sqlite
from app.core.events import Answer, gather
from app.core.modules import contributed
from app.core.periods import EPOCH, day_from_number, day_number
from app.payroll.errors import PayFactAnsweredTwice, PayFactUnknown, PayFactUnusable
from app.payroll.events import NEVER, FactColumns, FactRequest, PayFact, collecting_pay_facts
from app.payroll.queries.fact_reader import FactReader, day_numbers, integers
from app.payroll.rules.vectorised.exact import Ints, ints
from app.payroll.rules.vectorised.pay_facts import NO_FACTS, FactArray
from app.payroll.rules.vectorised.tables import NONE

FEW = 500
MOST_FEN = 10**12
"""Ten thousand million yuan: more than that is no amount of pay."""


def contributed_facts(reader: FactReader, employee_ids: Sequence[int], numbers: Sequence[str]) -> FactArray:
    """The facts of the people a reader is settled on, in its month: one question to everybody who may answer."""
    session = reader.session
    request = FactRequest(session, ints(employee_ids), (reader.month,), reader.instant)
    answers = gather(collecting_pay_facts, session, request)
    declared = _declared(session) if answers else {}
    for answer in answers:
        _require_usable(answer, declared)
    kept = [(answer, _touching(reader, answer.value)) for answer in answers]
    kept = [(answer, rows) for answer, rows in kept if rows.size]
    if not kept:
        return NO_FACTS
    labels = {module.name: module.label for module in session.info["modules"]}
    array = _joined(reader, kept, {name: found[0][1] for name, found in declared.items()}, labels)
    _require_one_answer(array, numbers)
    return array


def _declared(session: Session) -> dict[str, list[tuple[str, PayFact]]]:
    """Every declaration of each fact, with the module that makes it."""
    found: dict[str, list[tuple[str, PayFact]]] = {}
    for module, fact in contributed(session, PayFact):
        found.setdefault(fact.name, []).append((module.name, fact))
    return found


def _require_usable(answer: Answer[FactColumns], declared: Mapping[str, list[tuple[str, PayFact]]]) -> None:
    """Refuse an answer about what nobody declares, or two do, and columns that do not fit."""
    columns = answer.value
    declarations = declared.get(columns.name, [])
    if len(declarations) != 1:
        by = ", ".join(module for module, _fact in declarations) or "-"
        raise PayFactUnknown(module=answer.module, name=columns.name, declared=by)
    problem = _problem(columns, declarations[0][1])
    if problem:
        raise PayFactUnusable(module=answer.module, name=columns.name, problem=problem)


def _problem(columns: FactColumns, fact: PayFact) -> str:
    """What is wrong with an answer; empty where nothing is."""
    parts = (columns.employee_ids, columns.start, columns.end, columns.values)
    if len({len(columns.source_ids), *(part.size for part in parts)}) != 1:
        return "its columns are not of one length"
    if columns.dtype != "int64" or any(part.dtype != np.int64 for part in parts):
        return "amounts in fen, days and people must be whole numbers (int64)"
    if not columns.values.size:
        return ""
    if bool(np.any(columns.end < columns.start)):
        return "a span ends before it starts"
    if int(np.abs(columns.values).max()) > MOST_FEN:
        return "an amount is too large"
    if fact.item == "OTHER" and int(columns.values.min()) < 0:
        return "a deduction is negative"
    return ""


def _touching(reader: FactReader, columns: FactColumns) -> Ints:
    """The rows of the asked people that touch the month."""
    month = reader.month
    touching = (columns.start <= day_number(month.last)) & (columns.end >= day_number(month.first))
    return np.flatnonzero(touching & (reader.places(columns.employee_ids) != NONE))


def _joined(
    reader: FactReader,
    kept: Sequence[tuple[Answer[FactColumns], Ints]],
    facts: Mapping[str, PayFact],
    labels: Mapping[str, str],
) -> FactArray:
    """The kept rows of all answers as one array: their days within the month, in order of person, fact and start."""
    names = sorted({answer.value.name for answer, _rows in kept})
    modules = sorted({answer.module for answer, _rows in kept})
    sizes = [rows.size for _answer, rows in kept]

    def column(name: str) -> Ints:
        return np.concatenate([getattr(answer.value, name)[rows] for answer, rows in kept])

    person = reader.places(column("employee_ids"))
    fact = np.repeat(ints([names.index(answer.value.name) for answer, _rows in kept]), sizes)
    module = np.repeat(ints([modules.index(answer.module) for answer, _rows in kept]), sizes)
    start = np.maximum(column("start"), day_number(reader.month.first))
    end = np.minimum(column("end"), day_number(reader.month.last))
    sources = [answer.value.source_ids[row] for answer, rows in kept for row in rows.tolist()]
    order = np.lexsort((start, fact, person))
    return FactArray(
        person[order],
        fact[order],
        module[order],
        start[order],
        end[order],
        column("values")[order],
        [sources[row] for row in order.tolist()],
        [facts[name] for name in names],
        [(name, labels[name]) for name in modules],
    )


def _require_one_answer(array: FactArray, numbers: Sequence[str]) -> None:
    """Refuse two answers for the same fact, person and day, naming both modules."""
    same = (array.person[1:] == array.person[:-1]) & (array.fact[1:] == array.fact[:-1])
    twice = np.flatnonzero(same & (array.start[1:] <= array.end[:-1]))
    if twice.size:
        row = int(twice[0])
        both = sorted(array.modules[code][0] for code in (array.module[row], array.module[row + 1]))
        raise PayFactAnsweredTwice(
            module=both[0],
            other=both[1],
            name=array.facts[array.fact[row]].name,
            number=numbers[array.person[row]],
            day=day_from_number(int(array.start[row + 1])).isoformat(),
        )


def dated_facts(
    request: FactRequest,
    name: str,
    model: Any,
    amount: ColumnElement[int] | Any,
    source: ColumnElement[Any] | Any,
    *conditions: ColumnElement[bool],
) -> FactColumns:
    """The answer of a receiver from one dated table (a Span, or a Succession), in one statement.

    `amount` is in fen and `source` names the record, both SQL of `model`. The driver's own cursor reads it, past the
    record rules: a run is calculated from everybody's facts, whoever calculates it.
    """
    spans = hasattr(model, "end")
    ids, start, end, values, sources = _read(
        request.session,
        select(
            model.employee_id,
            _day(request.session, model.start),
            _day(request.session, model.end) if spans else null(),
            amount,
            source,
        ).where(known_at(model, request.known_at), *_wanted(request, model), *conditions),
    )
    people, first = integers(ids), day_numbers(start)
    last = day_numbers(end, absent=NEVER) if spans else _until_the_next(people, first)
    return FactColumns(name, "int64", people, first, last, integers(values), sources)


def _wanted(request: FactRequest, model: Any) -> list[ColumnElement[bool]]:
    """Rows that start before the months are over; of the asked people alone where they are few."""
    wanted: list[ColumnElement[bool]] = [model.start <= max(month.last for month in request.months)]
    if request.employee_ids.size <= FEW:
        wanted.append(model.employee_id.in_(request.employee_ids.tolist()))
    return wanted


def _read(session: Session, statement: Select[Any]) -> list[Sequence[Any]]:
    rows = fetch_raw(session, statement)
    return list(zip(*rows, strict=True)) if rows else [()] * 5


def _day(session: Session, column: Any) -> Any:
    return column if is_sqlite(session) else column - EPOCH


def _until_the_next(people: Ints, start: Ints) -> Ints:
    """Each row of a succession ends before the same person's next."""
    order = np.lexsort((start, people))
    last = np.full(people.size, NEVER, dtype=np.int64)
    followed = people[order[1:]] == people[order[:-1]]
    last[order[:-1][followed]] = start[order[1:][followed]] - 1
    return last
