"""The commands `setting list`, `get` and `set`."""

import click

from app.core.commands import Group, pass_system
from app.core.i18n import gettext as _
from app.core.settings import change_setting, changeable, read_setting
from app.core.system import System

as_option = click.option("--as", "login", help="Act as this user.")


@click.group("setting", cls=Group)
def setting_group() -> None:
    """Settings that hold for the whole installation."""


@setting_group.command("list")
@as_option
@pass_system
def setting_list(system: System, login: str | None) -> None:
    """List the settings that may be changed, with their values."""
    with system.reading(system.actor(login)) as session:
        for line in changeable(session):
            click.echo(f"{line.setting.code:<28}{line.text or '-':<24}{_(line.setting.label)}")


@setting_group.command("get")
@click.argument("code")
@as_option
@pass_system
def setting_get(system: System, code: str, login: str | None) -> None:
    """Print the value of a setting."""
    with system.reading(system.actor(login)) as session:
        click.echo(read_setting(session, code).text)


@setting_group.command("set")
@click.argument("code")
@click.argument("value")
@as_option
@pass_system
def setting_set(system: System, code: str, value: str, login: str | None) -> None:
    """Change a setting; what it takes is said when it refuses."""
    with system.writing(system.actor(login)) as session:
        changed = change_setting(session, code, value)
    click.echo(_("%(code)s is set.") % {"code": code} if changed else _("%(code)s was so already.") % {"code": code})
