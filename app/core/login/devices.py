"""The pages where a user sets up, confirms and stops her second factor."""

from io import BytesIO

import segno
from flask import Blueprint, Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import User
from app.core.errors import ZiqiangError
from app.core.i18n import gettext as _
from app.core.login import entering, secondfactor
from app.core.login.errors import TwoFactorNeeded
from app.core.login.guard import browser
from app.core.login.house import House, writing_from
from app.core.login.marks import open_while_enrolling
from app.core.login.pages import DoorPage, Field, Form
from app.core.login.secondfactor import Enrolment
from app.core.login.sessions import Visit
from app.core.login.views import said, show, visit_of_owner


class Devices:
    """The views, and the system they open."""

    def __init__(self, house: House) -> None:
        self.house = house

    @open_while_enrolling
    def overview(self) -> ResponseReturnValue:
        """Whether there is a second factor, or what is needed to get one."""
        return show(self._page(visit_of_owner(), None))

    @open_while_enrolling
    def picture(self) -> ResponseReturnValue:
        """The address for the device, as a picture to scan."""
        waiting = self._waiting(visit_of_owner())
        if waiting is None:
            abort(404)
        drawn = BytesIO()
        segno.make(waiting.uri, micro=False).save(drawn, kind="svg", scale=6, light="#fff")
        return Response(drawn.getvalue(), mimetype="image/svg+xml")

    @open_while_enrolling
    def begin(self) -> ResponseReturnValue:
        """Make a secret, after the password."""
        return self._after_password(secondfactor.begin_two_factor)

    def stop(self) -> ResponseReturnValue:
        """Turn it off, after the password."""
        return self._after_password(secondfactor.stop_two_factor)

    @open_while_enrolling
    def confirm(self) -> ResponseReturnValue:
        """Turn it on by a first code, and show the recovery codes once."""
        visit = visit_of_owner()
        try:
            with writing_from(self.house, g.actor, browser().address) as writing:
                user = writing.get_one(User, visit.user_id)
                codes = secondfactor.confirm_two_factor(writing, user, request.form.get("code", ""))
        except ZiqiangError as error:
            return show(self._page(visit, error), error)
        text = _(
            "The second factor is on. Keep these recovery codes safe; each opens once, and they are shown only now."
        )
        return show(DoorPage(_("Second factor"), (), "", (text,), codes=codes, back="/", back_text=_("Back")))

    def _after_password(self, change: secondfactor.Change) -> ResponseReturnValue:
        visit = visit_of_owner()
        try:
            entering.confirm_password(self.house, visit, g.actor, request.form.get("present", ""), browser())
        except ZiqiangError as error:
            return show(self._page(visit, error), error)
        with writing_from(self.house, g.actor, browser().address) as writing:
            change(writing, writing.get_one(User, visit.user_id))
        return redirect(url_for("login.two_factor"))

    def _waiting(self, visit: Visit) -> Enrolment | None:
        with self.house.reading(g.actor) as reading:
            return secondfactor.enrolment(reading, reading.get_one(User, visit.user_id))

    def _page(self, visit: Visit, error: ZiqiangError | None) -> DoorPage:
        with self.house.reading(g.actor) as reading:
            on = secondfactor.has_two_factor(reading, visit.user_id)
        waiting = None if on else self._waiting(visit)
        present = Field("present", _("Present password"), "password", "current-password")
        stop = Form(url_for("login.two_factor_stop"), _("Turn off"), (present,))
        begin = Form(url_for("login.two_factor_begin"), _("Set up"), (present,))
        leave = Form(url_for("login.leave"), _("Log out"))
        title, back = _("Second factor"), _("Back")
        if waiting is not None:
            code = Field("code", _("Verification code"), "text", "one-time-code")
            confirm = Form(url_for("login.two_factor_confirm"), _("Turn on"), (code,))
            text = _(
                "Scan the picture with an authenticator app, or type the secret there; then type the code it shows."
            )
            return DoorPage(
                title,
                (confirm,),
                said(error),
                (text,),
                picture=url_for("login.two_factor_picture"),
                picture_text=_("Picture to scan"),
                secret=waiting.secret,
                back="/",
                back_text=back,
            )
        if visit.two_factor_due:
            return DoorPage(title, (begin, leave), said(error), (_(TwoFactorNeeded.message),))
        text = _("The second factor is on.") if on else _("The second factor is off.")
        return DoorPage(title, (stop if on else begin,), said(error), (text,), back="/", back_text=back)


def routes(devices: Devices, blueprint: Blueprint) -> None:
    """The table of addresses."""
    blueprint.add_url_rule("/account/two-factor", "two_factor", devices.overview)
    blueprint.add_url_rule("/account/two-factor/picture.svg", "two_factor_picture", devices.picture)
    blueprint.add_url_rule("/account/two-factor/begin", "two_factor_begin", devices.begin, methods=["POST"])
    blueprint.add_url_rule("/account/two-factor/confirm", "two_factor_confirm", devices.confirm, methods=["POST"])
    blueprint.add_url_rule("/account/two-factor/stop", "two_factor_stop", devices.stop, methods=["POST"])
