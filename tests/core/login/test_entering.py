"""Log-in and log-out: who gets in, where to, with which cookie, and what the log says."""

import pytest
from sqlalchemy import text

from app.core import access, audit
from app.core.login.guard import local_target
from app.core.passwords import password_matches
from tests.core.login.door import GOOD, OTHER, Door, kind


def test_a_visitor_is_sent_to_the_log_in_page_and_back_afterwards(door: Door) -> None:
    browser = door.browser()
    sent = browser.get("/?page=2")
    assert (sent.status_code, sent.location) == (302, "/login?next=/?page%3D2")
    assert browser.get(sent.location).status_code == 200
    answer = browser.log_in("li", GOOD, next="/?page=2")
    assert (answer.status_code, answer.location) == (302, "/?page=2")
    assert browser.get("/").text == "li"


def test_whoever_is_in_needs_no_log_in_page(door: Door) -> None:
    answer = door.logged_in().get("/login?next=/write")
    assert (answer.status_code, answer.location) == (302, "/write")


def test_an_unknown_page_tells_a_visitor_nothing(door: Door) -> None:
    assert door.browser().get("/nowhere").location == "/login?next=/nowhere"
    assert door.logged_in().get("/nowhere").status_code == 404


def test_only_marked_views_and_static_files_are_open_to_visitors(door: Door) -> None:
    assert door.browser().get("/health").text == "well"
    assert door.browser().get("/static/none.css").status_code == 404
    for rule in door.app.url_map.iter_rules():
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        if rule.endpoint not in {"static", "health", "login.enter"}:
            browser = door.browser()
            answer = browser.get(rule.rule) if method == "GET" else browser.post(rule.rule)
            assert answer.status_code == 302, rule
            assert answer.location.startswith("/login"), rule


def test_programs_get_401_in_their_own_form(door: Door) -> None:
    browser = door.browser()
    answer = browser.get("/", headers={"Accept": "application/json"})
    assert (answer.status_code, kind(answer)) == (401, "login_needed")
    part = browser.get("/", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/list?q=1"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (401, "/login?next=/list?q%3D1")


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "evil.example",
        "",
        "///evil.example",
    ],
)
def test_a_log_in_never_leads_elsewhere(target: str) -> None:
    assert local_target(target) == "/"


@pytest.mark.parametrize("target", ["/", "/staff/employees?q=%E5%BC%A0&page=2", "/a/b#c", "/staff?name=张"])
def test_a_log_in_leads_to_local_pages(target: str) -> None:
    assert local_target(target) == target


@pytest.mark.parametrize(("login", "password"), [("li", OTHER), ("nobody", GOOD), ("li", ""), ("", ""), ("LI", GOOD)])
def test_a_wrong_login_tells_not_what_was_wrong(door: Door, login: str, password: str) -> None:
    answer, other = door.browser().log_in(login, password), door.browser("192.0.2.8").log_in("xx", "yy")
    assert answer.status_code == other.status_code == 401
    assert alert(answer.text) == alert(other.text) != ""


def alert(page: str) -> str:
    return page.partition('role="alert">')[2].partition("<")[0]


def test_a_disabled_user_is_refused_like_a_wrong_password(door: Door) -> None:
    with door.changing("li") as user:
        user.active = False
    browser = door.browser()
    assert alert(browser.log_in("li", GOOD).text) == alert(browser.log_in("li", OTHER).text) != ""


def test_an_unknown_login_costs_a_password_check_too(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    def watched(hashed: str, given: str) -> bool:
        checked.append(hashed)
        return password_matches(hashed, given)

    monkeypatch.setattr("app.core.login.entering.password_matches", watched)
    door.browser().log_in("nobody", GOOD)
    door.browser().log_in("li", OTHER)
    assert [hashed.split("$")[:4] for hashed in checked[:1]] == [hashed.split("$")[:4] for hashed in checked[1:]]


def test_full_width_letters_of_an_input_method_are_the_same_password(door: Door) -> None:
    assert door.browser().log_in("li", "Ｒegen　im Juli ７").status_code == 302


def test_a_log_in_gives_a_new_cookie_and_a_new_token(door: Door) -> None:
    browser = door.browser()
    browser.get("/login")
    planted = browser.cookie()
    browser.log_in("li", GOOD)
    assert browser.cookie() not in {planted, ""}
    fixed = door.browser()
    fixed.client.set_cookie("ziqiang", planted)
    assert not fixed.is_in()


def test_a_log_out_ends_the_session_for_copies_of_the_cookie_too(door: Door) -> None:
    browser = door.logged_in()
    copy = door.browser()
    copy.client.set_cookie("ziqiang", browser.cookie())
    assert copy.is_in()
    assert browser.post("/logout", page="/account/password").location == "/login"
    assert not browser.is_in()
    assert not copy.is_in()
    assert browser.get("/logout").status_code in {302, 405}


def test_every_log_in_and_failure_is_logged_and_never_a_password(door: Door) -> None:
    browser = door.browser("192.0.2.44")
    browser.log_in("li", OTHER)
    browser.log_in(OTHER, "typed in the wrong field")
    browser.log_in("li", GOOD)
    browser.post("/logout", page="/account/password")
    known, unknown = door.log("login.fail")
    assert (known.object_key, known.kind, known.address, known.actor) == ("li", "login", "192.0.2.44", "-")
    assert unknown.object_key == ""
    (entered,) = door.log("login")
    assert (entered.actor, entered.object_key, entered.address) == ("li", "li", "192.0.2.44")
    assert [entry.actor for entry in door.log("logout")] == ["li"]
    assert whole_log(door).count(OTHER) == 0
    assert whole_log(door).count(GOOD) == 0
    with door.system.reading(access.operator()) as session:
        assert audit.verify(session).ok
        assert audit.values_of(session, door.system.keyring, unknown.id)["login"] == OTHER


def whole_log(door: Door) -> str:
    with door.system.reading(access.operator()) as session:
        return repr(session.execute(text("SELECT * FROM core_audit_entries")).all())


def test_only_posts_with_a_token_write(door: Door) -> None:
    browser = door.browser()
    bare = browser.post_raw("/login", login="li", password=GOOD)
    assert (bare.status_code, kind(bare)) == (400, "form_expired")
    assert not browser.is_in()
    inside = door.logged_in()
    for path in ("/write", "/logout", "/account/password", "/account/two-factor/begin"):
        answer = inside.post_raw(path)
        assert (answer.status_code, kind(answer)) == (400, "form_expired"), path
    assert inside.is_in()
    assert inside.post("/write", page="/account/password").text == "written"


def test_a_token_of_another_browser_is_refused(door: Door) -> None:
    inside, other = door.logged_in(), door.logged_in("boss")
    page = other.get("/account/password").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert kind(inside.post_raw("/write", csrf_token=token)) == "form_expired"


def test_the_cookie_is_bound_to_the_browser_and_on_tls_to_the_host(door: Door) -> None:
    plain = door.browser().get("/login").headers["Set-Cookie"]
    assert plain.startswith("ziqiang=")
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    secure = door.browser(secure=True)
    bound = secure.get("/login").headers["Set-Cookie"]
    assert bound.startswith("__Host-ziqiang=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(bound.split("; "))
    assert "Domain" not in bound
    assert secure.log_in("li", GOOD).status_code == 302
    assert secure.is_in()


def test_tls_can_be_asked_for_always(door: Door) -> None:
    door.app.config["SESSION_COOKIE_SECURE"] = True
    assert "Secure" in door.browser().get("/login").headers["Set-Cookie"]


def test_pages_of_the_door_are_not_kept_by_the_browser(door: Door) -> None:
    assert door.browser().get("/login").headers["Cache-Control"] == "no-store"
