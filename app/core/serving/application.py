"""The Flask application: every view of every installed module behind the log-in, the frame and the headers."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from flask_admin import Admin
from flask_admin.theme import Bootstrap4Theme
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.access import operator
from app.core.admin import kernel_views
from app.core.admin.frame import put_frame
from app.core.admin.opened import EXTENSION
from app.core.admin.views import SecureView, views_of
from app.core.i18n import gettext
from app.core.login import PROXIES, init_login
from app.core.serving import maintenance, preferences, problems, security
from app.core.settings import setting_value
from app.core.system import System

CORE = Path(__file__).parents[1]
LARGEST_UPLOAD = 32 * 1024 * 1024
"""Bytes of a request; a workbook of 100 000 people has some 15 million."""


def make_application(system: System) -> Flask:
    """The application of an opened system; TypeError for a view that is not a SecureView."""
    application = Flask(
        "ziqiang",
        static_folder=str(CORE / "static"),
        static_url_path="/static",
        template_folder=str(CORE / "templates"),
        root_path=str(CORE),
    )
    application.config.update(MAX_CONTENT_LENGTH=LARGEST_UPLOAD, MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024)
    application.extensions[EXTENSION] = system
    application.jinja_env.globals["_"] = gettext
    _trust_proxies(application, system)
    application.url_defaults(_versioned(Path(application.static_folder or "")))
    security.install(application)
    preferences.install(application)
    maintenance.install(application, system)
    init_login(application, system)
    problems.install(application)
    put_frame(application, system, kernel_views.MENU)
    register(application, [*kernel_views.VIEWS, *(view for module in system.modules for view in views_of(module))])
    return application


def _versioned(folder: Path) -> Callable[[str, dict[str, Any]], None]:
    """Addresses of static files change when any of them does, so that a browser may keep them."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        facts = file.stat()
        digest.update(f"{file.relative_to(folder)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    version = digest.hexdigest()[:12]

    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["v"] = version

    return add_version


def register(application: Flask, views: Iterable[type[SecureView]]) -> None:
    """Put the views up, the first at the root."""
    made = [view() for view in views]
    admin = Admin(application, name="", url="/", index_view=made[0], theme=Bootstrap4Theme(folder="core"))
    for one in made[1:]:
        admin.add_view(one)


def _trust_proxies(application: Flask, system: System) -> None:
    """Believe what the proxies of the setting say of a request's sender, and of no more than these."""
    with system.reading(operator()) as session:
        count: int = setting_value(session, PROXIES)
    if count:
        inner = application.wsgi_app
        fixed = ProxyFix(inner, x_for=count, x_proto=count, x_host=count, x_port=0, x_prefix=0)
        application.wsgi_app = fixed  # type: ignore[method-assign]
