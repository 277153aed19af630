"""Before every request: our host name, a live session, and no way around a password that must be changed."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask, Response, g, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import ZiqiangError
from app.core.i18n import fill
from app.core.login import sessions
from app.core.login.errors import LoginNeeded, PasswordChangeNeeded, TwoFactorNeeded, UnknownHost
from app.core.login.house import House, visitor, writing_from
from app.core.login.marks import is_open_to_visitors, is_open_while_changing, is_open_while_enrolling
from app.core.login.policy import BOUND_HOSTS, is_our_host
from app.core.login.sessions import OPEN, Browser, Visit

TOKEN = "token"


def browser() -> Browser:
    """Where this request comes from."""
    return Browser(request.remote_addr or "", request.headers.get("User-Agent", ""))


def local_target(target: str) -> str:
    """A path of this site to go on to; the start page instead of anything else."""
    parts = urlsplit(target if target.isprintable() else "")
    local = target.startswith("/") and not target.startswith("//") and "\\" not in target
    return target if local and not parts.scheme and not parts.netloc and parts.path else "/"


def install(application: Flask, house: House, hosts: Iterable[str] = ()) -> None:
    """Have every request of an application pass the guard."""
    application.config[BOUND_HOSTS] = frozenset(host.lower() for host in hosts)

    def pass_guard() -> ResponseReturnValue | None:
        return _guard(application, house)

    application.before_request(pass_guard)


def _guard(application: Flask, house: House) -> ResponseReturnValue | None:
    endpoint = request.endpoint or ""
    if endpoint == "static" or endpoint.endswith(".static"):
        return None
    visit = _visit(application, house)
    view = application.view_functions.get(endpoint)
    g.visit = visit
    if visit is not None and visit.stage == OPEN:
        g.actor = visit.actor
        if visit.must_change_password and not is_open_while_changing(view):
            return _answer(PasswordChangeNeeded(), url_for("login.password"))
        if visit.two_factor_due and not visit.must_change_password and not is_open_while_enrolling(view):
            return _answer(TwoFactorNeeded(), url_for("login.two_factor"))
        return None
    if is_open_to_visitors(view):
        return None
    return _answer(LoginNeeded(), url_for("login.enter", next=_place()))


def _visit(application: Flask, house: House) -> Visit | None:
    """The live visit of this request; a session found to be over is ended for good."""
    token = str(session.get(TOKEN, ""))
    with house.reading(visitor()) as reading:
        if not is_our_host(reading, request.host, application.config[BOUND_HOSTS]):
            raise UnknownHost()
        visit = sessions.recognise(reading, token) if token else None
    if visit is None:
        session.pop(TOKEN, None)
        return None
    if visit.ended:
        session.clear()
        if visit.ended != "revoked":
            with writing_from(house, visitor(), browser().address) as writing:
                sessions.end(writing, visit.session_id, "session.end", visit.ended)
        return None
    if visit.seen_long_ago:
        with house.writing(visit.actor or visitor()) as writing:
            sessions.touch(writing, visit.session_id)
    return visit


def _place() -> str | None:
    """Where to go on after the log-in: this page, or the page that asked for a part of itself."""
    if request.headers.get("HX-Request"):
        current = urlsplit(request.headers.get("HX-Current-URL", ""))
        return local_target(current.path + (f"?{current.query}" if current.query else ""))
    return local_target(request.full_path.removesuffix("?")) if request.method == "GET" else None


def _answer(error: ZiqiangError, place: str) -> ResponseReturnValue:
    """Send a person to the page where it goes on; tell a program what is missing."""
    text = fill(error.message, error.values)
    if request.headers.get("HX-Request"):
        return Response(text, error.status, {"HX-Redirect": place}, mimetype="text/plain")
    wanted = request.accept_mimetypes.best_match(("text/html", "application/json"))
    if wanted == "application/json" or request.is_json:
        answer = jsonify({"errors": [{"kind": error.kind, "message": text}]})
        answer.status_code = error.status
        return answer
    return redirect(place)
