"""The one cookie: signed, HttpOnly, SameSite=Lax; Secure and bound to the host (`__Host-`) when the request is TLS."""

import hashlib

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

PLAIN, BOUND = "ziqiang", "__Host-ziqiang"


class SignedCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, with name and Secure after the request; SESSION_COOKIE_SECURE asks for TLS always."""

    salt = "ziqiang.session"
    digest_method = staticmethod(hashlib.sha256)

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the browser may send it over TLS alone."""
        return bool(app.config["SESSION_COOKIE_SECURE"]) or request.is_secure

    def get_cookie_name(self, app: Flask) -> str:
        """Its name: browsers take one with `__Host-` only when it is Secure and for this host alone."""
        return BOUND if self.get_cookie_secure(app) else PLAIN


def set_up_cookies(application: Flask, key: bytes) -> None:
    """Sign with this key, and give the cookie its bounds."""
    application.secret_key = key
    application.session_interface = SignedCookie()
    application.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_DOMAIN=None,
    )
