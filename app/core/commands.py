"""What every command of the command line shares: months, refusals, and the opened system."""

import json
import sys
from copy import copy
from inspect import cleandoc
from typing import Any, NoReturn

import click

from app.core.errors import ZiqiangError
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.periods import Month
from app.core.system import System


class MonthType(click.ParamType[Month]):
    """A month written YYYY-MM."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """Read the month, or end with wrong usage."""
        try:
            return value if isinstance(value, Month) else Month.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


CLICK_TEXTS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("required"),
    N_("default: {default}"),
    N_("Show this message and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Error: {message}"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Option {name!r} requires an argument."),
    N_("Got unexpected extra argument ({args})"),
    N_("Choose from:\n\t{choices}"),
    N_("{name} {filename!r} does not exist."),
    N_("{value!r} is not one of {choices}."),
    N_("Option {name!r} requires {nargs} arguments."),
    N_("Got unexpected extra arguments ({args})"),
    N_("Aborted!"),
)
for part in (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types):
    # Click asks the system's catalogues, which have no Chinese; now it asks ours.
    part.__dict__["_"] = _
    part.__dict__["ngettext"] = lambda one, many, count: _(one if count == 1 else many)

MONTH = MonthType()
pass_system = click.make_pass_decorator(System)


class Failed(click.ClickException):
    """A refusal shown to the user; exit status 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Write the message to standard error."""
        click.echo(self.message, err=True)


class Translated(click.Command):
    """A command whose help is in the reader's language."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first line of the help."""
        return _(cleandoc(self.help or "")).partition("\n")[0]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help of a copy that speaks the language."""
        shown = copy(self)
        shown.help = _(cleandoc(self.help or ""))
        shown.params = [_in_words(parameter) for parameter in self.params]
        shown._help_option = None  # made anew, in this language
        super(Translated, shown).format_help(ctx, formatter)


def _in_words(parameter: click.Parameter) -> click.Parameter:
    shown = copy(parameter)
    if isinstance(shown, click.Option) and shown.help:
        shown.help = _(shown.help)
    return shown


class Command(Translated):
    """A command of one of our groups."""


class Group(Translated, click.Group):
    """A group whose commands turn named errors into a message and exit status 1."""

    command_class = Command
    group_class = type

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a named error is a refusal, not a crash."""
        try:
            return super().invoke(ctx)
        except ZiqiangError as error:
            refuse(error, "json" if ctx.meta.get("json") else "text")


def refuse(error: ZiqiangError, form: str) -> NoReturn:
    """End with status 1, saying why, as text or as the JSON form of an error."""
    message = fill(error.message, error.values)
    if form == "json":
        click.echo(
            json.dumps(
                {"errors": [{"row": None, "column": None, "kind": error.kind, "message": message}]}, ensure_ascii=False
            )
        )
        sys.exit(1)
    raise Failed(message)
