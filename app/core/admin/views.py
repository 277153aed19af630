"""The secure base view that every screen uses: a route has a permission, a session and, when it writes, one commit.

`@page` declares a route that reads (GET), `@action` one that writes (POST, with the CSRF token). The function gets the
session and answers with a page value, an answer of Flask's, or the address to go on to. A route without a permission
stops the start.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from pkgutil import resolve_name
from typing import Any, ClassVar

from flask import Response, abort, g, make_response, redirect, render_template, request
from flask_admin import BaseView, expose
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.core import access, audit
from app.core.access import Actor
from app.core.admin.opened import opened_system
from app.core.admin.pages import Page
from app.core.modules import Module

Answer = Any
Route = Callable[..., Answer]
OF_VIEW = "of the view"
"""Stands for the permission that the view itself names: for routes that many kinds of view inherit."""

TRIES = 3
_SERIALISATION = {"40001", "40P01"}


def page(path: str, *, permission: str) -> Callable[[Route], Route]:
    """A route that reads."""
    return _route(path, permission, "GET")


def action(path: str, *, permission: str) -> Callable[[Route], Route]:
    """A route that writes: what it wrote is committed once it has answered, or nothing is."""
    return _route(path, permission, "POST")


def _route(path: str, permission: str, method: str) -> Callable[[Route], Route]:
    def declare(function: Route) -> Route:
        @wraps(function)
        def answer(view: "SecureView", **arguments: Any) -> Response:
            if method == "GET":
                return _answer(view, function, permission, opened_system().reading, arguments)
            return _retried(view, function, permission, arguments)

        answer.permission = permission  # type: ignore[attr-defined]
        exposed: Route = expose(path, methods=(method,))(answer)
        return exposed

    return declare


def _retried(view: "SecureView", function: Route, permission: str, arguments: dict[str, Any]) -> Response:
    """Write; what PostgreSQL could not put in order with others' writes is tried again."""
    for _try in range(1, TRIES):
        try:
            return _answer(view, function, permission, opened_system().writing, arguments)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in _SERIALISATION:
                raise
            for upload in request.files.values():
                upload.stream.seek(0)
    return _answer(view, function, permission, opened_system().writing, arguments)


def _answer(
    view: "SecureView",
    function: Route,
    permission: str,
    opened: Callable[[Actor], AbstractContextManager[Session]],
    arguments: dict[str, Any],
) -> Response:
    with opened(g.actor) as session:
        session.info["address"] = request.remote_addr or ""
        g.session = session
        try:
            access.authorize(session, view.permission if permission == OF_VIEW else permission)
            found = respond(function(view, session, **arguments))
        finally:
            del g.session
    return found


def respond(found: Answer, status: int = 200) -> Response:
    """The answer of what a route returned: a page value is drawn, an address is gone on to."""
    if isinstance(found, tuple):
        return respond(*found)
    if isinstance(found, str):
        return make_response(redirect(found, 303))
    if hasattr(type(found), "template"):
        return make_response(draw(found), status)
    return make_response(found)


def draw(value: Page) -> str:
    """The HTML of a page value."""
    return render_template(value.template, page=value)


class SecureView(BaseView):
    """A view: a table of routes declared with `@page` and `@action`. `endpoint` and `address` name it for good."""

    endpoint: ClassVar[str]
    address: ClassVar[str]
    permission: ClassVar[str] = ""

    def __init__(self) -> None:
        declared = {name: getattr(getattr(self, name), "permission", "") for _path, name, _methods in self._urls}
        open_routes = [name for name, found in declared.items() if not (self.permission if found == OF_VIEW else found)]
        if open_routes:
            raise TypeError(f"{type(self).__qualname__}: no permission is declared for {', '.join(open_routes)}")
        super().__init__(name=self.endpoint, endpoint=self.endpoint, url=self.address)

    def _handle_view(self, _route: str, /, **_arguments: Any) -> Answer:
        """Let in whoever is logged in. Flask-Admin's own takes no argument of a route called `name`."""
        return None if self.is_accessible() else abort(403)

    def _run_view(self, function: Route, /, *arguments: Any, **named: Any) -> Answer:
        """Call the route, once: Flask-Admin's own would call it again after any TypeError."""
        return function(self, *arguments, **named)

    def is_accessible(self) -> bool:
        """Whether somebody is logged in; the route's own permission is checked with the session."""
        return "actor" in g


def views_of(module: Module) -> tuple[type[SecureView], ...]:
    """The views a module's manifest names; TypeError for one that is not a SecureView."""
    found: tuple[type[Any], ...] = resolve_name(module.views) if module.views else ()
    for view in found:
        if not issubclass(view, SecureView):
            raise TypeError(f"{view.__qualname__} is no SecureView")
    return found


def log_reading(kind: audit.Kind, what: str, **facts: Any) -> None:
    """Log a sensitive reading or an export before it is answered; without the log it is not answered."""
    audit.record_now(opened_system().writing(g.actor), what, kind=kind, **facts)
