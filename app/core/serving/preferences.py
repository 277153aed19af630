"""What a browser prefers: the language and the theme, kept in cookies."""

from contextlib import ExitStack

from flask import Flask, Response, g, redirect, request

from app.core.admin.addresses import local_path
from app.core.i18n import CHINESE, LANGUAGES, supported, use_language
from app.core.login import open_to_visitors, open_while_changing

LANGUAGE, THEME = "language", "theme"
THEMES = ("auto", "light", "dark")
URL = "/preferences"
A_YEAR = 365 * 24 * 3600


def install(application: Flask) -> None:
    """Speak the browser's language in every request, and let people choose."""
    application.before_request(_speak)
    application.teardown_request(_fall_silent)
    application.add_url_rule(URL, "preferences", open_to_visitors(open_while_changing(choose)), methods=["POST"])


def _speak() -> None:
    g.speaking = ExitStack()
    g.speaking.enter_context(use_language(chosen_language()))


def _fall_silent(_error: BaseException | None) -> None:
    speaking: ExitStack | None = g.pop("speaking", None)
    if speaking is not None:
        speaking.close()


def chosen_language() -> str:
    """The language of the cookie, or of the browser; Chinese where neither says."""
    cookie = request.cookies.get(LANGUAGE, "")
    if cookie in LANGUAGES:
        return cookie
    best = next(iter(request.accept_languages.values()), "")
    return supported(best) if best else CHINESE


def chosen_theme() -> str:
    """The theme of the cookie; auto follows the operating system."""
    cookie = request.cookies.get(THEME, "")
    return cookie if cookie in THEMES else THEMES[0]


def choose() -> Response:
    """Keep a chosen language or theme and go back to where one was."""
    answer = redirect(local_path(request.form.get("next")))
    for name, choices in ((LANGUAGE, LANGUAGES), (THEME, THEMES)):
        value = request.form.get(name, "")
        if value in choices:
            answer.set_cookie(name, value, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    assert isinstance(answer, Response)
    return answer
