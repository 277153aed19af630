"""What a pay run was calculated with: scale versions, parameters and contribution rates, as frozen with it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import orjson

from app.core.admin.pages import Block, Column, Notice, Row, Table, amount, day, pill, text
from app.core.i18n import gettext as _
from app.payroll.rules.figures import percent, plain_number
from app.payroll.rules.names import (
    CONTRIBUTIONS,
    GRADE_COEFFICIENT,
    ITEM_ROUNDING,
    ITEMS,
    MID_MONTH_CHANGE,
    PARAMETER_VALUES,
    PARAMETERS,
    VERSION_KINDS,
)
from app.payroll.rules.parameters import GRADE, MID_MONTH, ROUNDING
from app.payroll.rules.snapshot import month_rules
from app.payroll.rules.values import ContributionRule, Parameters, ScaleVersion
from app.payroll.views.wording import money


def blocks(run: Any, drafts: Sequence[Any]) -> tuple[Block, ...]:
    """Everything the run was calculated with; `drafts` are versions that the approval would approve."""
    rules = month_rules(orjson.loads(run.rules))
    by_kind: dict[str, set[Any]] = {kind: {one.start for one in drafts if one.kind == kind} for kind in VERSION_KINDS}
    return (
        _scales(rules.scale, by_kind["scale"]),
        _parameters(rules.parameters, bool(by_kind["parameters"])),
        contribution_table(_titled(_("Contribution rates"), bool(by_kind["contributions"])), rules.contributions),
    )


def _titled(title: str, draft: bool) -> str:
    return _("%(title)s (draft)") % {"title": title} if draft else title


def _scales(versions: Sequence[ScaleVersion], drafts: set[Any]) -> Table:
    rows = []
    for version in versions:
        documents = sorted({document for _start, document in version.sources.values() if document} | {version.document})
        is_draft = version.start in drafts
        state = pill(_("Draft"), "warning") if is_draft else pill(_("Approved"), "good")
        rows.append(Row((day(version.start), text("、".join(filter(None, documents))), state)))
    columns = (Column(_("In force from")), Column(_("Authorised by")), Column(_("State")))
    return Table(_("Versions of the pay scale"), columns, tuple(rows))


def _parameters(parameters: Parameters, draft: bool) -> Table:
    values: dict[str, str] = {
        "proration_divisor": parameters.proration_divisor,
        "cert_start_rule": parameters.cert_start_rule,
        "cert_combination": parameters.cert_combination,
        "cert_requires_registration": "on" if parameters.cert_requires_registration else "off",
        "minimum_wage": money(parameters.minimum_wage),
        "damages_max_share": f"{percent(parameters.damages_max_share)} %",
    }
    values |= {GRADE + name: plain_number(value) for name, value in sorted(parameters.grade_coefficients.items())}
    values |= {MID_MONTH + name: value for name, value in sorted(parameters.mid_month_change.items())}
    values |= {ROUNDING + name: mode.value for name, mode in sorted(parameters.item_rounding.items())}
    rows = tuple(Row((text(parameter_name(name)), text(parameter_value(value)))) for name, value in values.items())
    return Table(_titled(_("Parameters"), draft), (Column(_("Parameter")), Column(_("Value"))), rows)


def parameter_name(name: str) -> str:
    """A parameter in words; one we do not know by its code."""
    if name.startswith(GRADE):
        return _(GRADE_COEFFICIENT) % {"grade": name.removeprefix(GRADE)}
    if name.startswith(MID_MONTH):
        item = name.removeprefix(MID_MONTH)
        return _(MID_MONTH_CHANGE) % {"item": _(ITEMS.get(item, item))}
    if name.startswith(ROUNDING):
        item = name.removeprefix(ROUNDING)
        return _(ITEM_ROUNDING) % {"item": _(ITEMS.get(item, item))}
    return _(PARAMETERS.get(name, name))


def parameter_value(value: str) -> str:
    """A parameter's value, codes in words."""
    return _(PARAMETER_VALUES.get(value, value))


def contribution_table(title: str, rules: Mapping[str, ContributionRule]) -> Table:
    """Rates, limits and rounding of each item, with the document."""
    columns = (
        Column(_("Item")),
        *(
            Column(label, right=True)
            for label in (_("Employee's rate"), _("Employer's rate"), _("Floor"), _("Ceiling"))
        ),
        Column(_("Rounding")),
        Column(_("Authorised by")),
    )
    order = list(CONTRIBUTIONS)
    rows = tuple(
        Row(
            (
                text(_(CONTRIBUTIONS.get(code, code))),
                _share(rule.employee_rate, rule.employee_fixed),
                _share(rule.employer_rate, rule.employer_fixed),
                amount(rule.floor),
                amount(rule.ceiling),
                text(_(rule.rounding.value)),
                text(rule.document),
            )
        )
        for code, rule in sorted(rules.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order))
    )
    return Table(title, columns, rows)


def _share(rate: Fraction, fixed: int) -> Any:
    """A rate, and the fixed amount that comes on top."""
    return text(f"{percent(rate)} %" + (f" + {money(fixed)}" if fixed else ""))


def draft_notice() -> Notice:
    """That a version is a draft."""
    return Notice(_("A draft: it is approved together with the first pay run that uses it."), "warning")
