"""What a module adds, counted from its manifest."""

from collections.abc import Iterator, Sequence

from app.core.admin.pages import Column, Row, Table, number, text
from app.core.i18n import N_, listed
from app.core.i18n import gettext as _
from app.core.modules import Module

ICONS = {"staff": "users", "payroll": "report-money"}
SHOWN = 6


def adds(module: Module) -> Iterator[tuple[str, Sequence[str]]]:
    """Every kind of thing it brings, with how each is called."""
    yield N_("Menus"), [one.label for one in module.menu]
    yield N_("Permissions"), [one.label for one in module.permissions]
    yield N_("Panels on records"), [one.title for one in module.panels]
    yield N_("Columns on lists"), [one.label for one in module.columns]
    yield N_("Documents"), [one.label for one in module.documents]
    yield N_("Imports"), [one.label for one in module.imports]
    yield N_("Figures on the first page"), ["" for _tile in module.tiles]
    yield N_("Background jobs"), [one.label for one in module.jobs]
    yield N_("Settings"), [one.label for one in module.settings]
    yield N_("Advanced functions"), [one.label for one in module.switches]


def counted(module: Module) -> Iterator[str]:
    """The same in short, such as "Panels 2"; what it has none of is left out."""
    for label, found in adds(module):
        if found:
            yield f"{_(label)} {len(found)}"


def adds_table(module: Module) -> Table:
    """The same as a table, with names."""
    rows = tuple(
        Row((text(_(label)), number(len(found)), text(_names(found)))) for label, found in adds(module) if found
    )
    return Table(_("It adds"), (Column(_("What")), Column(_("Count"), right=True), Column("")), rows)


def _names(found: Sequence[str]) -> str:
    shown = listed(dict.fromkeys(_(one) for one in found[:SHOWN] if one))
    return f"{shown} …" if len(found) > SHOWN else shown
