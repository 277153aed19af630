"""The commands that install, upgrade and uninstall modules."""

from contextlib import suppress

import click

from app.core import access
from app.core.commands import Command, Group, pass_system
from app.core.errors import ZiqiangError
from app.core.i18n import fill, use_catalogues
from app.core.i18n import gettext as _
from app.core.modules import broken, catalogues_of
from app.core.modules.lifecycle import ModuleNotInstalled
from app.core.system import System


def require_installed(system: System, command: str | None) -> None:
    """Refuse a command of a module that is on this machine but not installed in this system."""
    installed = {module.name for module in system.modules}
    for module in system.available:
        if module.name not in installed and command in {one.name for one in module.commands}:
            raise ModuleNotInstalled(module=module.name)


@click.group(cls=Group)
def modules() -> None:
    """Modules."""


@modules.command("list")
@pass_system
def modules_list(system: System) -> None:
    """List the modules, each after those it depends on, and what is wrong with those that cannot be loaded."""
    with suppress(ZiqiangError):  # a module that lacks another is listed all the same
        use_catalogues(catalogues_of(system.modules))
    for line in system.lifecycle.lines():
        click.echo(f"{line.name:<16}{line.version:<10}{_(line.state)}  {_(line.label)}")
    for problem in broken():
        click.echo(fill(problem.message, problem.values))


@modules.command("install")
@click.argument("name")
@pass_system
def modules_install(system: System, name: str) -> None:
    """Install a module, and before it what it needs; a backup is made first."""
    for done in system.lifecycle.install(access.operator(), name):
        click.echo(_("Module %(module)s is installed.") % {"module": done})


@modules.command("upgrade")
@click.argument("name")
@pass_system
def modules_upgrade(system: System, name: str) -> None:
    """Bring a module, and what it needs, to this version; a backup is made first."""
    _upgrade(system, name)


@modules.command("uninstall")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Delete the module's tables with all their rows.")
@pass_system
def modules_uninstall(system: System, name: str, yes: bool) -> None:
    """Take a module out with its tables; without --yes only says what would go. A backup is made first."""
    removal = system.lifecycle.uninstall(access.operator(), name, confirmed=yes)
    click.echo(_("Module %(module)s is uninstalled; gone are: %(tables)s") % _facts(removal.name, removal.shown()))


@click.command("upgrade", cls=Command)
@pass_system
def upgrade(system: System) -> None:
    """Bring all tables to this version; a backup is made first."""
    _upgrade(system, None)


def _upgrade(system: System, name: str | None) -> None:
    done = system.lifecycle.upgrade(access.operator(), name)
    if not done:
        click.echo(_("Everything is up to date."))
    for module in done:
        click.echo(_("Module %(module)s is upgraded.") % {"module": module})


def _facts(module: str, tables: str) -> dict[str, str]:
    return {"module": module, "tables": tables}
