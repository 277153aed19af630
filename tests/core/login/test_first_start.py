"""The first start: the secret key, the host names, the first administrator; and the settings of the door."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.core import access
from app.core.errors import ZiqiangError
from app.core.login import SETTINGS, first_administrator, secret_key
from app.core.login.errors import SecretKeyUnsafe
from app.core.system import System
from tests.core.login.door import Door, application, kind


def test_the_first_start_makes_a_key_only_its_owner_can_read(data_dir: Path) -> None:
    key = secret_key(data_dir)
    file = data_dir / "secret-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(key) == 32
    assert secret_key(data_dir) == key
    assert [path.name for path in data_dir.iterdir()] == ["secret-key"]


@pytest.mark.parametrize(
    "content",
    [b"", b"short", b"dev", b"a" * 64, b"changeme" * 8, b"please-change-this-secret-key-in-production", b"0123456" * 6],
)
def test_a_short_or_known_key_stops_the_start(data_dir: Path, sqlite_url: str, content: bytes) -> None:
    system = System(data_dir, sqlite_url, modules=())
    system.set_up()
    (data_dir / "secret-key").write_bytes(content)
    with pytest.raises(SecretKeyUnsafe):
        application(system)
    system.database.close()


def test_a_key_that_others_can_read_stops_the_start(data_dir: Path) -> None:
    secret_key(data_dir)
    os.chmod(data_dir / "secret-key", 0o644)
    with pytest.raises(SecretKeyUnsafe):
        secret_key(data_dir)


def test_a_cookie_signed_with_another_key_opens_nothing(door: Door) -> None:
    browser = door.logged_in()
    (door.system.data_dir / "secret-key").unlink()
    other = Door(door.system, application(door.system)).browser()
    other.client.set_cookie("ziqiang", browser.cookie())
    assert not other.is_in()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST", "hr.example.cn", "bound"])
def test_our_host_names_are_answered(door: Door, host: str) -> None:
    door.set("security.hosts", "hr.example.cn, other.example.cn")
    browser = Door(door.system, application(door.system, ["Bound"])).browser()
    assert browser.get("/login", base_url=f"http://{host}").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "hr.example.cn.evil", "xlocalhost"])
def test_other_host_names_are_refused(door: Door, host: str) -> None:
    door.set("security.hosts", "hr.example.cn")
    for path in ("/login", "/", "/health"):
        answer = door.browser().get(path, base_url=f"http://{host}")
        assert (answer.status_code, kind(answer)) == (400, "unknown_host")


@pytest.mark.parametrize(
    ("bound", "host", "status"),
    [
        ("0.0.0.0", "192.0.2.10:8069", 200),
        ("[::]", "[2001:db8::7]", 200),
        ("0.0.0.0", "evil.example", 400),
        ("0.0.0.0", "192.0.2.10.evil.example", 400),
        ("192.0.2.10", "192.0.2.10", 200),
        ("192.0.2.10", "192.0.2.11", 400),
    ],
)
def test_bound_to_every_address_numbers_are_answered(door: Door, bound: str, host: str, status: int) -> None:
    browser = Door(door.system, application(door.system, [bound])).browser()
    assert browser.get("/login", base_url=f"http://{host}").status_code == status


@pytest.mark.parametrize(
    ("code", "good", "bad"),
    [
        ("security.policy", ["modern", "djcp"], ["", "none"]),
        ("security.hosts", ["", "hr.example.cn", "a.cn b.cn", "10.1.2.3,[fe80::1]"], ["http://a.cn", "a/b", "-", "*"]),
    ],
)
def test_settings_are_checked_before_they_hold(code: str, good: list[str], bad: list[str]) -> None:
    setting = next(each for each in SETTINGS if each.code == code)
    for text in [setting.default, *good]:
        setting.parse(text)
    for text in bad:
        with pytest.raises(ValueError, match=r"."):
            setting.parse(text)


def test_the_first_administrator_has_a_password_for_once(data_dir: Path, database_url: str) -> None:
    system = System(data_dir, database_url, modules=())
    system.set_up()
    with system.writing(access.operator()) as session:
        login, password = first_administrator(session)
    browser = Door(system, application(system)).logged_in(login, password)
    assert login == "admin"
    assert system.actor("admin").roles == {"sysadmin"}
    assert browser.get("/").location == "/account/password"
    with pytest.raises(ZiqiangError), system.writing(access.operator()) as session:
        first_administrator(session)
    system.database.close()


def test_init_prints_the_first_password_once_and_renewing_gives_another(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "app.core.cli", "--data", str(tmp_path / "data")]
    environment = {**os.environ, "ZIQIANG_LANGUAGE": "en"}

    def run(*words: str) -> str:
        done = subprocess.run([*line, *words], capture_output=True, text=True, check=True, env=environment, timeout=120)
        return done.stdout.rpartition("One-time password of admin: ")[2].strip()

    first, renewed = run("init"), run("user", "renew", "admin")
    assert len(first) >= 16
    assert len(renewed) >= 16
    assert first != renewed
    system = System(tmp_path / "data", modules=())
    door = Door(system, application(system))
    assert door.browser().log_in("admin", first).status_code == 401
    assert door.browser().log_in("admin", renewed).status_code == 302
    system.database.close()
