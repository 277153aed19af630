"""The payroll commands: read the command line, call a service or a report, answer."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from app.core import audit
from app.core.commands import MONTH, Group, pass_system
from app.core.i18n import gettext as _
from app.core.money import yuan
from app.core.periods import Month
from app.core.system import System
from app.payroll import reports, services
from app.payroll.rules.problems import PROBLEMS
from app.payroll.services.calculating import SlipProblem
from app.payroll.services.runs import RunOutcome


@click.group(cls=Group)
def payroll() -> None:
    """Pay runs, sheets and slips."""


as_option = click.option("--as", "login", help="Act as this user.")
entity_option = click.option("--entity", help="Code of the legal entity.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
out_option = click.option("--out", type=click.Path(path_type=Path), required=True, help="File to write.")


@payroll.command("run")
@click.argument("month", type=MONTH)
@click.option("--payment-month", type=MONTH, help="Month of payment; the pay month when not given.")
@entity_option
@as_option
@json_option
@click.pass_context
def run(
    context: click.Context,
    month: Month,
    payment_month: Month | None,
    entity: str | None,
    login: str | None,
    as_json: bool,
) -> None:
    """Create or recalculate the draft run of a month."""
    context.meta["json"] = as_json
    system: System = context.obj
    actor = system.actor(login)
    with system.reading(actor) as session:
        calculated = services.calculate_run(session, month, payment_month, entity)
    with system.writing(actor) as session:
        outcome = services.store_run(session, calculated)
    _print_outcome(month, outcome, as_json)


def _problem_json(problem: SlipProblem) -> dict[str, Any]:
    return {
        "number": problem.number,
        "field": problem.field,
        "kind": problem.kind,
        "message": f"{problem.number} {problem.field}: " + _(PROBLEMS.get(problem.kind, problem.kind)),
    }


def _print_outcome(month: Month, outcome: RunOutcome, as_json: bool) -> None:
    errors = [_problem_json(problem) for problem in outcome.problems]
    if as_json:
        counts = {
            "created": outcome.slips if outcome.created else 0,
            "updated": 0 if outcome.created else outcome.slips,
            "unchanged": 0,
        }
        result = {
            "month": str(month),
            **counts,
            "slips": outcome.slips,
            "payable": outcome.payable,
            "content_hash": outcome.content_hash,
            "errors": errors,
        }
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        values = {"month": month, "slips": outcome.slips, "payable": outcome.payable}
        click.echo(_("Pay run %(month)s: %(slips)s slips, %(payable)s payable.") % values)
        for error in errors:
            click.echo(error["message"], err=True)
    if errors:
        sys.exit(1)


@payroll.command("approve")
@click.argument("month", type=MONTH)
@click.option("--as", "login", required=True, help="The approver; not the one who made the run.")
@entity_option
@pass_system
def approve(system: System, month: Month, login: str, entity: str | None) -> None:
    """Approve a run and seal it."""
    with system.writing(system.actor(login)) as session:
        sealed = services.approve_run(session, month, entity)
        click.echo(
            _("Pay run %(month)s is approved and sealed: %(hash)s") % {"month": month, "hash": sealed.content_hash}
        )


@payroll.command("paid")
@click.argument("month", type=MONTH)
@click.option("--as", "login", required=True, help="Who releases the payment.")
@entity_option
@pass_system
def paid(system: System, month: Month, login: str, entity: str | None) -> None:
    """Mark an approved run as paid out."""
    with system.writing(system.actor(login)) as session:
        services.mark_paid(session, month, entity)
        click.echo(_("Pay run %(month)s is marked as paid.") % {"month": month})


@payroll.command("sheet")
@click.argument("month", type=MONTH)
@click.option("--format", "form", type=click.Choice(["xlsx", "pdf", "csv"]), required=True)
@out_option
@click.option("--unit", help="Code of a branch or station; its sub-tree only.")
@entity_option
@as_option
@pass_system
def sheet(
    system: System, month: Month, form: str, out: Path, unit: str | None, entity: str | None, login: str | None
) -> None:
    """Write the allowance sheet."""
    _write(system, login, out, "sheet", month, lambda session: reports.sheet(session, month, form, unit, entity))


@payroll.command("cost")
@click.argument("month", type=MONTH)
@out_option
@entity_option
@as_option
@pass_system
def cost(system: System, month: Month, out: Path, entity: str | None, login: str | None) -> None:
    """Write the employer's shares."""
    _write(system, login, out, "cost", month, lambda session: reports.employer_cost(session, month, entity))


@payroll.command("slips")
@click.argument("month", type=MONTH)
@out_option
@entity_option
@as_option
@pass_system
def slips(system: System, month: Month, out: Path, entity: str | None, login: str | None) -> None:
    """Write everybody's payslips as one PDF."""
    _write(system, login, out, "slips", month, lambda session: reports.payslips(session, month, entity))


def _write(system: System, login: str | None, out: Path, what: str, month: Month, draw: Any) -> None:
    """Log the export, then draw and write the file."""
    actor = system.actor(login)
    with system.reading(actor) as session:
        content = draw(session)
    audit.record_now(
        system.writing(actor),
        f"export.{what}",
        kind=audit.Kind.EXPORT,
        object_table="payroll_runs",
        object_key=str(month),
    )
    out.write_bytes(content)
    out.chmod(0o600)


@payroll.command("explain")
@click.argument("number")
@click.argument("month", type=MONTH)
@click.argument("item", required=False)
@entity_option
@as_option
@json_option
@click.pass_context
def explain(
    context: click.Context,
    number: str,
    month: Month,
    item: str | None,
    entity: str | None,
    login: str | None,
    as_json: bool,
) -> None:
    """Say why each line of a person's slip is what it is."""
    context.meta["json"] = as_json
    system: System = context.obj
    actor = system.actor(login)
    with system.reading(actor) as session:
        explanation = reports.explanation(session, month, number, item, entity)
    audit.record_now(
        system.writing(actor),
        "read.explanation",
        kind=audit.Kind.READ,
        object_table="payroll_slips",
        object_key=f"{number} {month}",
    )
    if as_json:
        click.echo(json.dumps(explanation, ensure_ascii=False))
        return
    click.echo(f"{explanation['number']} {explanation['name']} {month} {explanation['status']}")
    for line in explanation["lines"]:
        click.echo(f"{line['code']:<14}{yuan(line['fen']):>12}  {line['text']}")
