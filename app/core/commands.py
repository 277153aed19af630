"""What every command of the command line shares: months, refusals, and the opened system."""

import json
import sys
from typing import Any, NoReturn

import click

from app.core.errors import ZiqiangError
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


MONTH = MonthType()
pass_system = click.make_pass_decorator(System)


class Failed(click.ClickException):
    """A refusal shown to the user; exit status 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Write the message to standard error."""
        click.echo(self.message, err=True)


class Group(click.Group):
    """A group whose commands turn named errors into a message and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a named error is a refusal, not a crash."""
        try:
            return super().invoke(ctx)
        except ZiqiangError as error:
            refuse(error, "json" if ctx.meta.get("json") else "text")


def refuse(error: ZiqiangError, form: str) -> NoReturn:
    """End with status 1, saying why, as text or as the JSON form of an error."""
    message = _(error.message) % error.values
    if form == "json":
        click.echo(json.dumps({"errors": [{"row": None, "column": None, "kind": error.kind, "message": message}]},
                              ensure_ascii=False))
        sys.exit(1)
    raise Failed(message)
