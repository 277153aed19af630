"""Servers start afresh after the modules changed, from wherever; in between a page says so, and nothing is taken."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from app.core import access
from app.core.modules.lifecycle import STAMP, is_changing, read_stamp, start_afresh
from app.core.modules.lifecycle.stamp import under_change
from app.core.system import System
from tests.core.jobs.house import PATIENCE, until
from tests.core.test_serving_processes import is_gone, served

PRODUCT = ("--application", "app:create_app")


@pytest.fixture
def home(data_dir: Path) -> Path:
    """The data folder of a system that is set up."""
    system = System(data_dir)
    system.set_up()
    system.database.close()
    return data_dir


@contextmanager
def changing(data_dir: Path) -> Iterator[None]:
    """Another process is changing the modules."""
    with under_change(data_dir):
        yield


def asked(address: str, method: str = "GET", accept: str = "text/html") -> tuple[int, str, str]:
    """Status, when to come again, and text of an answer."""
    request = Request(address, method=method, headers={"Accept": accept}, data=b"" if method == "POST" else None)
    try:
        with urlopen(request, timeout=PATIENCE) as answer:
            assert isinstance(answer, HTTPResponse)
            return answer.status, "", answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers.get("Retry-After", ""), error.read().decode()


def test_uninstalled_by_a_command_a_module_is_gone_from_the_running_server(home: Path) -> None:
    """The supervisor stays; every process of it is a new one, and knows the new modules."""
    system = System(home)
    with served(home, *PRODUCT) as server:
        assert asked(f"{server.address}login")[0] == 200
        before = server.children()
        system.lifecycle.uninstall(access.operator(), "payroll", confirmed=True)
        until(lambda: before and all(is_gone(child) for child in before), "the end of the old processes")
        until(lambda: asked(f"{server.address}login")[0] == 200, "the new web process")
        assert server.children().isdisjoint(before)
        assert server.process.poll() is None
        before = server.children()
        system.lifecycle.install(access.operator(), "payroll")
        until(lambda: all(is_gone(child) for child in before), "the end of these")
        until(lambda: asked(f"{server.address}login")[0] == 200, "the last web process")
    system.database.close()


def test_while_modules_change_a_page_says_so_and_nothing_is_taken(home: Path) -> None:
    with served(home, "--no-worker", *PRODUCT) as server:
        assert asked(f"{server.address}login")[0] == 200
        with changing(home):
            status, again, text = asked(f"{server.address}staff/employees/")
            assert (status, again) == (503, "3")
            assert 'http-equiv="refresh"' in text
            status, _again, text = asked(f"{server.address}login", "POST")
            assert status == 503
            assert 'http-equiv="refresh"' not in text  # the browser would send the form again
            status, _again, text = asked(f"{server.address}login", accept="application/json")
            assert (status, json.loads(text)["errors"][0]["kind"]) == (503, "maintenance")
            assert asked(f"{server.address}static/favicon.svg")[0] == 200
        assert asked(f"{server.address}login")[0] == 200  # nothing had changed


def test_worker_and_web_process_both_start_afresh(home: Path) -> None:
    with served(home, *PRODUCT) as server:
        until(lambda: len(server.children()) == 2, "web process and worker")
        before = server.children()
        start_afresh(home)
        until(lambda: all(is_gone(child) for child in before), "the end of both")


def test_the_sign_of_a_change_is_lifted_however_it_ends(data_dir: Path) -> None:
    assert (is_changing(data_dir), read_stamp(data_dir)) == (False, "")
    with suppress(RuntimeError), under_change(data_dir):
        assert is_changing(data_dir)
        raise RuntimeError
    assert (is_changing(data_dir), read_stamp(data_dir)) == (False, "")  # nothing changed: nobody starts afresh
    child = os.fork()
    if child == 0:
        handle = os.open(data_dir / STAMP, os.O_RDWR)
        fcntl.flock(handle, fcntl.LOCK_EX)
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    assert not is_changing(data_dir)
    start_afresh(data_dir)
    first = read_stamp(data_dir)
    start_afresh(data_dir)
    assert read_stamp(data_dir) not in ("", first)
