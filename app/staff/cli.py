"""The staff commands."""

import click

from app.core import access
from app.core.commands import Group, pass_system
from app.core.i18n import gettext as _
from app.core.system import System
from app.staff import services


@click.group(cls=Group)
def staff() -> None:
    """Staff records."""


@staff.command("today")
@pass_system
def today(system: System) -> None:
    """Bring today's list up to date; the worker does it every midnight."""
    with system.writing(access.operator()) as session:
        count = services.roll_over(session)
    click.echo(_("%(count)s people brought to today.") % {"count": count})
