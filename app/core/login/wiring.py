"""What makes the door part of an application."""

from collections.abc import Iterable

from flask import Blueprint, Flask, Response
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect

from app.core.login import devices, guard, views
from app.core.login.cookies import set_up_cookies
from app.core.login.entering import stranger_hash
from app.core.login.errors import FormExpired
from app.core.login.house import House
from app.core.login.secretkey import secret_key


def wire(application: Flask, system: House, hosts: Iterable[str]) -> None:
    """What `init_login` promises."""
    set_up_cookies(application, secret_key(system.data_dir))
    guard.install(application, system, hosts)
    application.config["WTF_CSRF_TIME_LIMIT"] = None  # as long as the session
    CSRFProtect(application)
    application.register_error_handler(CSRFError, lambda _error: _form_expired(application))
    application.register_blueprint(_blueprint(system))
    stranger_hash()


def _blueprint(system: House) -> Blueprint:
    blueprint = Blueprint("login", __name__, template_folder="templates")
    views.routes(views.Door(system), blueprint)
    devices.routes(devices.Devices(system), blueprint)
    blueprint.after_request(_not_kept)
    return blueprint


def _not_kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _form_expired(application: Flask) -> ResponseReturnValue:
    """The named error, shown as the application shows all of them."""
    return application.handle_user_exception(FormExpired())
