"""The command line: `ziqiang`. Modules add their commands and import kinds by their manifests.

Exit 0 when done; 1 when refused or when any row or slip has an error; 2 on wrong usage.
"""

import json
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from app.core import access, attachments, audit, clock, jobs
from app.core.commands import MONTH, Failed, Group, pass_system
from app.core.demo import load
from app.core.doctor import Result, Severity, examine
from app.core.errors import CellError
from app.core.exports import export_canonical
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.imports.report import write_error_report
from app.core.imports.running import run_import
from app.core.login import first_administrator, renew_password
from app.core.module_commands import modules, require_installed, upgrade
from app.core.modules import ImportOutcome, discover
from app.core.modules.checks import CHECKS as LOADABLE
from app.core.passwords import hash_password
from app.core.periods import Month
from app.core.serving.commands import serve, worker
from app.core.setting_commands import setting_group
from app.core.system import System


def print_outcome(outcome: ImportOutcome, as_json: bool) -> None:
    """Print counts and errors; end with status 1 when there are errors."""
    if as_json:
        click.echo(json.dumps(outcome_json(outcome), ensure_ascii=False))
    else:
        counts = {"created": outcome.created, "updated": outcome.updated, "unchanged": outcome.unchanged}
        click.echo(_("%(created)s created, %(updated)s updated, %(unchanged)s unchanged.") % counts)
        for error in outcome.errors:
            click.echo(_("row %(row)s, %(column)s: %(message)s") % _cell(error), err=True)
    if outcome.errors:
        sys.exit(1)


def _cell(error: CellError) -> dict[str, Any]:
    return {"row": error.row, "column": error.column, "kind": error.kind, "message": error.message}


def outcome_json(outcome: ImportOutcome) -> dict[str, Any]:
    """The JSON object of an import."""
    return {
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "errors": [_cell(error) for error in outcome.errors],
    }


class Root(Group):
    """The root command: `--data` and `--db` may stand anywhere on the line."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Bring the two options to the front, where this group reads them."""
        placed, rest = _placed(args)
        ctx.meta["help"] = "--help" in rest  # which needs no system
        return super().parse_args(ctx, [*placed, *rest])


def _placed(args: list[str]) -> tuple[list[str], list[str]]:
    """The options that name the system with their values, and the rest of the line."""
    placed: list[str] = []
    rest: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in ("--data", "--db"):
            placed += [word, *[value for value in [next(words, None)] if value is not None]]
        else:
            (placed if word.startswith(("--data=", "--db=")) else rest).append(word)
    return placed, rest


@click.group(cls=Root)
@click.option(
    "--data",
    "data_dir",
    type=click.Path(path_type=Path),
    envvar="ZIQIANG_DATA",
    default=Path("data"),
    help="Data folder.",
)
@click.option("--db", "url", envvar="ZIQIANG_DB", help="Database URL, such as postgresql+psycopg://… .")
@click.pass_context
def main(context: click.Context, data_dir: Path, url: str | None) -> None:
    """Ziqiang HR (自强人事)."""
    if context.obj is None:
        context.obj = System(data_dir, url)
    context.call_on_close(context.obj.database.close)
    alone = {None, "init", "demo", "doctor", "restore", "bench"}
    if context.invoked_subcommand in alone or context.meta["help"]:
        return
    if context.invoked_subcommand in {"modules", "upgrade"}:  # which mend what the others refuse
        context.obj.require_set_up()
        return
    context.obj.require_current()
    require_installed(context.obj, context.invoked_subcommand)


@main.command()
@pass_system
def init(system: System) -> None:
    """Set up an empty system in the data folder; prints the first administrator's one-time password."""
    system.set_up()
    with system.writing(access.operator()) as session:
        login, password = first_administrator(session)
    click.echo(_("An empty system is set up in %(place)s.") % {"place": system.data_dir})
    click.echo(_("One-time password of %(login)s: %(password)s") % {"login": login, "password": password})


@main.command()
@pass_system
def demo(system: System) -> None:
    """Load a fictional organisation into an empty data folder; prints the logins once."""
    month = Month.of(clock.today())
    passwords = load(system, [module.demo(month) for module in system.modules if module.demo])
    click.echo(_("The demo organisation is in %(place)s. Its logins, shown this once:") % {"place": system.data_dir})
    for login, (role, password) in passwords.items():
        click.echo(f"  {login:<14}{role:<14}{password}")


SEVERITIES = {Severity.OK: N_("ok"), Severity.WARNING: N_("warning"), Severity.ERROR: N_("error")}


def _examine(system: System, command: str) -> None:
    """Print the results as they come; end with status 1 when there is an error."""
    kernel = (*LOADABLE, *jobs.CHECKS, *attachments.CHECKS)
    checks = [*kernel, *(check for module in system.modules for check in module.checks)]
    good = True
    for result in examine(system, command, checks):
        good = good and result.ok
        _print_result(result)
    if not good:
        sys.exit(1)


def _print_result(result: Result) -> None:
    for finding in result.findings:
        severity = _(SEVERITIES[finding.severity])
        click.echo(f"[{severity}] {_(result.label)}: {fill(finding.message, finding.values)}")
        if finding.advice:
            click.echo("    " + fill(finding.advice, finding.values))


@main.command()
@pass_system
def doctor(system: System) -> None:
    """Check database, keys, audit log, ledger and machine; says what to do."""
    with suppress(SQLAlchemyError):  # an unreachable database is the first finding
        system.require_set_up()
    _examine(system, "doctor")


@main.command()
@pass_system
def verify(system: System) -> None:
    """Compute every slip of every sealed month again and compare to the fen."""
    _examine(system, "verify")


@main.group()
def user() -> None:
    """Users."""


@user.command("add")
@click.argument("login")
@click.option("--role", required=True, help="Role code.")
@click.option("--unit", help="Code of the unit whose sub-tree the role covers.")
@click.option("--person", help="Number of the employee the login belongs to; for the role employee, else the login.")
@pass_system
def user_add(system: System, login: str, role: str, unit: str | None, person: str | None) -> None:
    """Add a user with a role; prints a one-time password."""
    password = secrets.token_urlsafe(12)
    hashed = hash_password(password)
    with system.writing(access.operator()) as session:
        access.add_user(session, login, role, unit, hashed, person)
    click.echo(_("One-time password of %(login)s: %(password)s") % {"login": login, "password": password})


@user.command("renew")
@click.argument("login")
@pass_system
def user_renew(system: System, login: str) -> None:
    """Give a user who can't log in a new one-time password; drops lock-out, second factor and sessions."""
    with system.writing(access.operator()) as session:
        password = renew_password(session, login)
    click.echo(_("One-time password of %(login)s: %(password)s") % {"login": login, "password": password})


@main.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--month", type=MONTH, help="Pay month the file belongs to.")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--report", type=click.Path(path_type=Path), help="Write a workbook that marks the faulty cells.")
@click.option("--as", "login", help="Act as this user.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def import_file(
    context: click.Context,
    kind: str,
    file: Path,
    month: Month | None,
    dry_run: bool,
    report: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    """Import a workbook: all of it, or, when any row is wrong, nothing."""
    context.meta["json"] = as_json
    system: System = context.obj
    import_kind = system.import_kind(kind)
    if import_kind is None:
        codes = ", ".join(one.code for module in system.modules for one in module.imports)
        raise click.UsageError(
            _("There is no import kind %(kind)s. The kinds are: %(codes)s") % {"kind": kind, "codes": codes}
        )
    if import_kind.needs_month and month is None:
        raise click.UsageError(_("Say which pay month the file belongs to, for example: --month 2026-10"))
    actor = system.actor(login)
    outcome = run_import(
        lambda: system.reading(actor), lambda: system.writing(actor), import_kind, file, month, dry_run
    )
    if report is not None and outcome.errors:
        write_error_report(file, outcome.errors, report)
    print_outcome(outcome, as_json)


@main.group()
def export() -> None:
    """Exports."""


@export.command("canonical")
@click.option("--out", type=click.Path(path_type=Path), required=True)
@click.option("--history", is_flag=True, help="Everything ever known, not only what is known now.")
@pass_system
def canonical(system: System, out: Path, history: bool) -> None:
    """Write all business data as sorted JSON, encrypted fields opened; mode 0600."""
    with system.writing(access.operator()) as session:
        export_canonical(session, system.modules, out, history)


def _passphrase(file: Path | None) -> str | None:
    return None if file is None else file.read_text(encoding="utf-8").strip()


passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="File with the passphrase.",
)


@main.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@passphrase_option
@pass_system
def backup_to(system: System, file: Path, passphrase_file: Path | None) -> None:
    """Write everything, keys included, into one archive that restores into either database."""
    system.back_up(file, _passphrase(passphrase_file), access.operator())
    click.echo(_("Everything is backed up in %(file)s. It holds the keys: guard it like the data.") % {"file": file})


@main.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@passphrase_option
@pass_system
def restore_from(system: System, file: Path, passphrase_file: Path | None) -> None:
    """Bring a backup back into an empty data folder and database."""
    system.restore(file, _passphrase(passphrase_file))
    click.echo(_("%(file)s is restored.") % {"file": file})


@main.group("audit")
def audit_group() -> None:
    """The audit log."""


@audit_group.command("verify")
@pass_system
def audit_verify(system: System) -> None:
    """Find any changed, removed, reordered or cut-off row of the audit log."""
    with system.reading(access.operator()) as session:
        access.authorize(session, "core.audit.verify")
        result = audit.verify(session)
    if not result.ok:
        raise Failed(_("The audit log has been tampered with: %(fault)s") % {"fault": result.fault})
    click.echo(
        _("The audit log is whole: %(batches)s batches, %(entries)s entries, digest %(digest)s.")
        % {"batches": result.batches, "entries": result.entries, "digest": result.digest}
    )


main.add_command(modules)
main.add_command(upgrade)
main.add_command(serve)
main.add_command(worker)
main.add_command(setting_group)


def run() -> None:
    """Start the command line with the modules' commands beside the kernel's."""
    for module in discover():
        for command in module.commands:
            main.add_command(command)
    main(prog_name="ziqiang")


if __name__ == "__main__":
    run()
