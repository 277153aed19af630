"""A small application that draws every sample page, under the product's own strict security policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any, cast

from flask import Flask, Response, abort, render_template, request
from jinja2 import StrictUndefined
from werkzeug.serving import WSGIRequestHandler, make_server

from app.core.admin.pages import Account, Entry, Frame, Link, Notice, Setting
from app.core.admin.pages.frame import Theme
from app.core.i18n import gettext, use_language
from tests.browser.samples import PAGES

CORE = Path(__file__).parents[2] / "app" / "core"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
GATES = {"login", "password", "two-factor", "error"}


def make_gallery() -> Flask:
    """One address a page; ?language= and ?theme= choose how it looks."""
    gallery = Flask("gallery", static_folder=str(CORE / "static"), template_folder=str(CORE / "templates"))
    gallery.jinja_env.undefined = StrictUndefined
    gallery.jinja_env.globals.update(_=gettext, csrf_token=lambda: "token")

    def add_policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        return response

    gallery.after_request(add_policy)
    gallery.add_url_rule("/<name>", view_func=_draw, methods=["GET", "POST"])
    gallery.add_url_rule("/job/state", view_func=_job_state)
    gallery.add_url_rule("/suggest", view_func=_suggest)
    return gallery


def _draw(name: str) -> str:
    if name not in PAGES:
        abort(404)
    page = PAGES[name]
    with use_language(_language()):
        return render_template(page.template, page=page, frame=_frame(name))


def _job_state() -> str:
    with use_language(_language()):
        return render_template("core/job_state.html", page=PAGES["job-done"], frame=_frame("job"))


def _suggest() -> list[dict[str, str]]:
    found = {"value": "第二分社", "label": "第二分社", "note": request.args["q"], "url": "/record", "group": "人员"}
    return [found]


def _language() -> str:
    return request.args.get("language", "zh")


def _frame(name: str) -> Frame:
    """The frame somebody from HR meets; nobody is logged in before the gates."""
    language = _language()
    theme = cast(Theme, request.args.get("theme", "light"))
    settings = (
        Setting("语言", "language", "/board", language, (("zh", "中文"), ("en", "English"))),
        Setting("外观", "theme", "/board", theme, (("light", "浅色"), ("dark", "深色"), ("auto", "自动"))),
    )
    tag = "en" if language == "en" else "zh-Hans"
    outside = Frame("自强人事", tag, theme, "/board", f"/{name}", settings=settings)
    return outside if name in GATES else replace(outside, **_inside(name))


def _inside(name: str) -> dict[str, Any]:
    apps = (("员工", "users"), ("薪酬", "report-money"), ("培训", "school"), ("考核", "medal"), ("设置", "settings"))
    menu = ("工作台", "员工", "合同", "组织", "报表", "设置")
    return {
        "organisation": "自强社会服务总社",
        "demo": True,
        "account": Account("陈静", "chenjing", "/login", "人事科", (Link("我的档案", "/record", "id"),)),
        "apps": tuple(Entry(label, "/list", icon, label == "员工") for label, icon in apps),
        "menu": tuple(Entry(label, "/list", active=label == "员工") for label in menu),
        "messages": (Notice("已保存。", "good"),) if name == "record" else (),
        "search_url": "/list",
        "suggest_url": "/suggest",
        "jobs_url": "/job",
        "jobs": 2,
    }


class _Quiet(WSGIRequestHandler):
    """A request handler that writes nothing beside the test's own output."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""


class _Whole:
    """The application with every answer read to its end: a browser that goes away leaves no file open."""

    def __init__(self, application: Flask) -> None:
        self._application = application

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        answer = self._application(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            if hasattr(answer, "close"):
                answer.close()


@contextmanager
def serving(application: Flask) -> Iterator[str]:
    """Serve an application on a free port of this machine; the address, without a slash at its end."""
    server = make_server("127.0.0.1", 0, _Whole(application), threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()
