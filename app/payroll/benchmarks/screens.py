"""How long the employees' list and record take to answer, whole pages as a browser asks for them."""

import gzip
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from app.core import access
from app.core.passwords import hash_password
from app.core.serving.application import make_application
from app.core.system import System
from app.staff import services
from app.staff.models import StaffToday

LIST = "/staff/employees/"
LOGIN, PASSWORD = "bench", "Sieben Enten am See 7"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
REPEATS = 15


@dataclass(frozen=True, slots=True)
class Asked:
    """A page to ask for: what it shows, and the milliseconds it should take at most."""

    label: str
    path: str
    aim: int


def measure_screens(system: System) -> Iterator[str]:
    """Each page's median, slowest answer, SQL statements and size; first an almost empty page as the floor."""
    with system.writing(access.operator()) as session:
        services.roll_over(session)
    if not system.database.is_sqlite:
        with system.database.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    client = _browser(system)
    floor = _answer_times(client, "/find?q=")
    yield _line("floor: the frame around an empty page", floor, 0, "")
    for asked in (*_lists(system), *_records(system)):
        answer = client.get(asked.path)
        statements = _statements(system, client, asked.path)
        packed = len(gzip.compress(answer.data)) / 1000
        note = f"{statements:3} statements {packed:5.1f} kB compressed"
        assert answer.status_code == 200, asked
        yield _line(asked.label, _answer_times(client, asked.path), asked.aim, note)


def _lists(system: System) -> Sequence[Asked]:
    with system.reading(access.operator()) as session:
        first = select(StaffToday.number, StaffToday.name, StaffToday.branch_id).limit(1)
        number, name, branch = session.execute(first).one()
        last = (session.scalar(select(func.count(StaffToday.employee_id))) or 0) // 80
    return (
        Asked("list, first page", LIST, 40),
        Asked("list, in the middle", f"{LIST}?page={last // 2}", 40),
        Asked("list, last page", f"{LIST}?page={last}", 40),
        Asked("sorted by name, last page", f"{LIST}?sort=name&page={last}", 40),
        Asked("sorted by hire date, backwards", f"{LIST}?sort=-hired&page={last // 3}", 40),
        Asked("sorted by end of contract", f"{LIST}?sort=contract_end&page=7", 40),
        Asked("filtered by status and education", f"{LIST}?f.status=active&f.education=本科", 40),
        Asked("search: a surname", f"{LIST}?q={name[0]}", 40),
        Asked("search: a name", f"{LIST}?q={name}", 40),
        Asked("search: initials", f"{LIST}?q=zw", 40),
        Asked("search: a number", f"{LIST}?q={number}", 40),
        Asked("search: nobody", f"{LIST}?q=qqqq", 40),
        Asked("filter: hired since 2015, or a surname", f"{LIST}?where={_filter(name[0])}", 40),
        Asked("filter: contracts that end soon", f'{LIST}?where=["contract_end","next","60"]', 40),
        Asked("grouped by branch", f"{LIST}?group=branch", 80),
        Asked("grouped by branch, status and month", f"{LIST}?group=branch,status,hired.month", 80),
        Asked("grouped by month of hiring", f"{LIST}?group=hired.month", 80),
        Asked("a branch open among its groups", f"{LIST}?group=branch,status&open={branch}&open=active", 80),
    )


def _filter(surname: str) -> str:
    return f'["or",["hired","after","2015-01-01"],["name","contains","{surname}"]]'


def _records(system: System) -> Sequence[Asked]:
    with system.reading(access.operator()) as session:
        numbers = session.scalars(select(StaffToday.number).order_by(StaffToday.number).limit(2)).all()
        walked = [_walked(session, *one) for one in (("number", 2), ("number", 1), ("name", 1))]
    return (*(Asked(f"record {number}", f"/staff/employee/{number}", 50) for number in numbers), *walked)


def _walked(session: Session, sort: str, part: int) -> Asked:
    """A record opened from the middle or the end of the list: it shows its place and its neighbours there."""
    order = (StaffToday.name_key, StaffToday.employee_id) if sort == "name" else (StaffToday.number,)
    place = (session.scalar(select(func.count(StaffToday.employee_id))) or 0) // part
    number = session.scalars(select(StaffToday.number).order_by(*order).offset(place - 1).limit(1)).one()
    label = f"record at {place} by {sort}, with its neighbours"
    return Asked(label, f"/staff/employee/{number}?from={LIST}%3Fsort%3D{sort}&at={place}", 50)


def _browser(system: System) -> Any:
    """Somebody of the whole organisation's HR, logged in."""
    with system.writing(access.operator()) as session:
        access.add_user(session, LOGIN, "hr", None, hash_password(PASSWORD), None).must_change_password = False
    client = make_application(system).test_client()
    token = TOKEN.search(client.get("/login").text)
    assert token
    answer = client.post("/login", data={"login": LOGIN, "password": PASSWORD, "csrf_token": token.group(1)})
    assert answer.status_code == 302
    return client


def _answer_times(client: Any, path: str) -> tuple[float, ...]:
    """Milliseconds of each answer, after one that warms up."""
    times = []
    for _repeat in range(REPEATS + 1):
        start = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - start) * 1000)
    return tuple(times[1:])


def _statements(system: System, client: Any, path: str) -> int:
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found.append(statement)

    event.listen(system.database.engine, "before_cursor_execute", note)
    try:
        client.get(path)
    finally:
        event.remove(system.database.engine, "before_cursor_execute", note)
    return len(found)


def _line(label: str, times: Sequence[float], aim: int, note: str) -> str:
    text = f"{label:<40}{median(times):7.1f} ms (slowest {max(times):6.1f})"
    return "  ".join(filter(None, (text, f"aim {aim} ms" if aim else "", note)))
