"""What can go wrong at the door. No message tells whether a login exists, or which part of it was wrong."""

from app.core.errors import ZiqiangError


class WrongLogin(ZiqiangError):
    """Login or password, or the user may not log in."""

    kind = "wrong_login"
    message = "Login or password is wrong."
    status = 401


class WrongCode(ZiqiangError):
    """The second factor."""

    kind = "wrong_code"
    message = "The code is wrong, used already, or too old. Take the next one."
    status = 401


class WrongPassword(ZiqiangError):
    """The present password, asked for again before something weighty."""

    kind = "wrong_password"
    message = "The present password is wrong."
    status = 401


class LockedOut(ZiqiangError):
    """Too many failures of an account or from an address."""

    kind = "locked_out"
    message = "Too many attempts failed. Try again in %(minutes)s minutes, or ask the administrator."
    status = 429


class LoginNeeded(ZiqiangError):
    """A request of a program without, or after, a log-in."""

    kind = "login_needed"
    message = "You are not logged in, or your session has ended. Log in again."
    status = 401


class PasswordChangeNeeded(ZiqiangError):
    """A request of a program while only the change of the password is open."""

    kind = "password_change_needed"
    message = "Change your password first; until then nothing else is open."
    status = 403


class TwoFactorNeeded(ZiqiangError):
    """A request of somebody whose roles ask for a second factor, before she has one."""

    kind = "two_factor_needed"
    message = "Your roles need a second factor. Set it up first; until then nothing else is open."
    status = 403


class FormExpired(ZiqiangError):
    """A form without the token of this session."""

    kind = "form_expired"
    message = (
        "This page was open for too long, or came from elsewhere, so nothing was changed. Load it again and repeat."
    )


class UnknownHost(ZiqiangError):
    """The request names a host that is not ours."""

    kind = "unknown_host"
    message = "This system does not answer for the host name asked for. The setting security.hosts lists its names."


class SecretKeyUnsafe(ZiqiangError):
    """The key that signs cookies can be guessed or read by others."""

    kind = "secret_key_unsafe"
    message = (
        "The secret key in %(path)s can't be used: %(reason)s. Remove the file; a new one is made at the next start."
    )
    status = 500


class PasswordTooShort(ZiqiangError):
    """Fewer signs than the policy asks for."""

    kind = "password_too_short"
    message = "The password needs at least %(length)s signs."


class PasswordTooLong(ZiqiangError):
    """More signs than anybody types."""

    kind = "password_too_long"
    message = "The password may have at most %(length)s signs."


class PasswordTooSimple(ZiqiangError):
    """Too few classes of signs."""

    kind = "password_too_simple"
    message = "The password needs %(classes)s of these: capital letters, small letters, digits, other signs."


class PasswordWellKnown(ZiqiangError):
    """A password that is tried first by everybody."""

    kind = "password_well_known"
    message = "This password is among the first that are tried. Take another, such as four words that nobody expects."


class PasswordHasLogin(ZiqiangError):
    """The login inside the password."""

    kind = "password_has_login"
    message = "The password must not contain the login."


class PasswordUnchanged(ZiqiangError):
    """The old password again."""

    kind = "password_unchanged"
    message = "The new password must differ from the present one."


class PasswordsDiffer(ZiqiangError):
    """Typed twice, differently."""

    kind = "passwords_differ"
    message = "The new password was typed differently the second time."


class UnknownPolicy(ZiqiangError, ValueError):
    """A policy profile that does not exist."""

    kind = "unknown_policy"
    message = "There is no password policy %(policy)s. The policies are: %(policies)s."
