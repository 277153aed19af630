"""Settings: declared, typed, changed by whom they are given to, and every change in the log."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import request
from sqlalchemy import select

from app import create_app
from app.core import access, clock
from app.core.audit import AuditEntry
from app.core.cli import main
from app.core.errors import AccessDenied, ZiqiangError
from app.core.i18n import fill, use_language
from app.core.login import PROXIES, profile_of
from app.core.modules import Module, Permission, Setting
from app.core.settings import (
    SettingRefused,
    UnknownSetting,
    change_setting,
    changeable,
    organisation_name,
    organisation_short_name,
    put_setting,
    setting_value,
)
from app.core.system import System
from tests.core.login.door import START, Door

TEA = Module(
    "tea",
    "Tea room",
    permissions=(Permission("tea.brew", "Brew", ("hr", "operator")),),
    settings=(Setting("tea.cups", "Cups", "12", "tea.brew", int, "A whole number"),),
)


@pytest.fixture
def system(data_dir: Path, database_url: str) -> Iterator[System]:
    built = System(data_dir, database_url, modules=(TEA,))
    built.set_up()
    yield built
    built.database.close()


def user(system: System, login: str, role: str) -> None:
    with system.writing(access.operator()) as session:
        access.add_user(session, login, role, None, "-")


def test_a_value_is_typed_and_has_its_default(system: System) -> None:
    with system.writing(access.operator()) as session:
        assert setting_value(session, "tea.cups") == 12
        assert change_setting(session, "tea.cups", " 7 ")
        assert not change_setting(session, "tea.cups", "7")
    with system.reading(access.operator()) as session:
        assert setting_value(session, "tea.cups") == 7
        with pytest.raises(UnknownSetting):
            setting_value(session, "tea.pots")


def test_a_change_is_logged_with_what_was_before(system: System) -> None:
    with system.writing(access.operator()) as session:
        change_setting(session, "tea.cups", "7")
        change_setting(session, "tea.cups", "8")
    with system.reading(access.operator()) as session:
        entries = select(AuditEntry).where(AuditEntry.action == "setting.change").order_by(AuditEntry.id)
        found = [(entry.object_key, entry.detail) for entry in session.scalars(entries)]
    assert [key for key, _detail in found] == ["tea.cups"] * 2
    assert '"from":"12"' in found[0][1]
    assert '"from":"7"' in found[1][1]
    assert '"to":"8"' in found[1][1]


def test_what_a_setting_does_not_take_is_said_with_what_it_takes(system: System) -> None:
    with system.writing(access.operator()) as session:
        with pytest.raises(SettingRefused) as refused, use_language("en"):
            change_setting(session, "tea.cups", "many")
        for code, text in (
            ("security.policy", "lax"),
            ("security.hosts", "http://a"),
            ("security.proxies", "-1"),
            ("security.proxies", "6"),
            ("organisation.name", "x" * 61),
            ("organisation.name", "a\nb"),
        ):
            with pytest.raises(ZiqiangError) as other:
                change_setting(session, code, text)
            assert other.value.kind in ("setting_refused", "unknown_policy"), code
    with use_language("en"):
        message = fill(refused.value.message, refused.value.values)
    assert message == '"many" can\'t be taken for the setting "Cups". Allowed: A whole number'


def test_one_sees_and_changes_only_ones_own_settings(system: System) -> None:
    for login, role in (("li", "hr"), ("sec", "secadmin"), ("head", "hr_head"), ("zhao", "trainer")):
        user(system, login, role)
    seen = {}
    for login in ("li", "sec", "head", "zhao"):
        with system.reading(system.actor(login)) as session:
            seen[login] = {line.setting.code.partition(".")[0] for line in changeable(session)}
    assert seen == {"li": {"tea"}, "sec": {"security"}, "head": {"organisation"}, "zhao": set()}
    with system.writing(system.actor("li")) as session, pytest.raises(AccessDenied):
        change_setting(session, "security.policy", "djcp")


def test_a_role_for_a_part_of_the_organisation_changes_nothing_for_all(system: System) -> None:
    with system.writing(access.operator()) as session:
        access.add_node(session, "A", None)
        access.add_user(session, "part", "hr", "A", "-")
    with system.writing(system.actor("part")) as session:
        assert changeable(session) == []
        with pytest.raises(AccessDenied):
            change_setting(session, "tea.cups", "3")


def test_the_organisations_name(system: System) -> None:
    with system.writing(access.operator()) as session:
        assert organisation_name(session, "Entity") == "Entity"
        assert organisation_short_name(session) == ""
        change_setting(session, "organisation.name", "澄湖市自强服务总社")
        assert organisation_name(session, "Entity") == "澄湖市自强服务总社"
        assert organisation_short_name(session) == "澄湖市自强服务总社"
        change_setting(session, "organisation.short_name", "澄湖自强")
        assert organisation_short_name(session) == "澄湖自强"


def test_the_door_reads_what_was_set(system: System) -> None:
    with system.writing(access.operator()) as session:
        change_setting(session, "security.policy", "djcp")
        assert profile_of(session).name == "djcp"


def test_the_command_line(system: System) -> None:
    runner = CliRunner()

    def run(*words: str) -> tuple[int, str]:
        with use_language("en"):
            done = runner.invoke(main, words, obj=system)
        return done.exit_code, done.output

    code, listed = run("setting", "list")
    assert code == 0
    assert {"tea.cups", "security.policy", "organisation.name"} <= {line.split()[0] for line in listed.splitlines()}
    assert run("setting", "set", "tea.cups", "9")[0] == 0
    assert run("setting", "get", "tea.cups") == (0, "9\n")
    assert run("setting", "set", "tea.cups", "many")[0] == 1
    assert run("setting", "get", "tea.pots")[0] == 1
    assert run("setting", "get", "tea.cups") == (0, "9\n")


@pytest.fixture
def product(data_dir: Path, database_url: str) -> Iterator[Door]:
    system = System(data_dir, database_url)
    system.set_up()
    with clock.frozen(START):
        door = Door(system, create_app(system))
        door.add_user("sec", "secadmin")
        door.add_user("head", "hr_head")
        door.add_user("zhao", "trainer")
        yield door
    system.database.close()


def test_the_screen_shows_and_saves_all_or_nothing(product: Door) -> None:
    browser = product.logged_in("sec")
    shown = browser.get("/settings/").text
    assert 'name="security.hosts"' in shown
    assert 'name="organisation.name"' not in shown
    assert 'href="/settings/"' in shown
    wrong = browser.post(
        "/settings/", "/settings/", **{"security.policy": "djcp", "security.proxies": "many", "organisation.name": "X"}
    )
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text
    with product.system.reading(access.operator()) as session:
        assert setting_value(session, "security.policy").name == "modern"
    assert product.log("setting.change") == []
    done = browser.post("/settings/", "/settings/", **{"security.policy": "djcp", "organisation.name": "X"})
    assert (done.status_code, done.location) == (303, "/settings/")
    with product.system.reading(access.operator()) as session:
        assert setting_value(session, "security.policy").name == "djcp"
        assert setting_value(session, "organisation.name") == ""
    assert browser.post_raw("/settings/", **{"security.policy": "modern"}).status_code == 400


def test_the_screen_is_closed_to_who_may_change_nothing(product: Door) -> None:
    browser = product.logged_in("zhao")
    assert browser.get("/settings/").status_code == 403
    assert 'href="/settings/"' not in browser.get("/").text


def test_the_frame_shows_the_organisation(product: Door) -> None:
    browser = product.logged_in("head")
    done = browser.post("/settings/", "/settings/", **{"organisation.name": "澄湖市自强服务总社 <b>"})
    assert done.status_code == 303
    assert "澄湖市自强服务总社 &lt;b&gt;" in browser.get("/").text


@pytest.mark.parametrize(("proxies", "address"), [("0", "192.0.2.1"), ("1", "198.51.100.9"), ("2", "203.0.113.5")])
def test_as_many_proxies_are_believed_as_are_set(data_dir: Path, sqlite_url: str, proxies: str, address: str) -> None:
    system = System(data_dir, sqlite_url)
    system.set_up()
    with system.writing(access.operator()) as session:
        put_setting(session, PROXIES, proxies)
    application = create_app(system)
    seen: list[str] = []
    application.before_request_funcs.setdefault(None, []).insert(0, lambda: seen.append(request.remote_addr or ""))
    headers = {"X-Forwarded-For": "203.0.113.5, 198.51.100.9"}
    application.test_client().get("/login", headers=headers, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert seen == [address]
    system.database.close()
