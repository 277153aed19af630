"""Why a line of a slip is what it is, in words for a finance clerk and for the social worker herself."""

from collections.abc import Callable, Mapping
from typing import Any

from app.core.admin.pages import ExplanationLine
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.money import fen_from_yuan
from app.payroll.rules.explain import Explanation
from app.payroll.rules.names import ITEMS
from app.payroll.views.wording import level_and_step, money

Plain = Mapping[str, Any]
Lines = tuple[ExplanationLine, ...]


def rule(one: Explanation) -> str:
    """The rule of a line with its figures, as a sentence."""
    return fill(one.message, one.values)


def line(label: str, one: Explanation) -> ExplanationLine:
    """A line that opens: the rule, the documents, and what it was computed from."""
    details = _DETAILS.get(one.code, _contribution if "clamp" in one.values else _segments)
    documents = one.values.get("documents") or [one.values.get("document")]
    source = "、".join(filter(None, documents))
    return ExplanationLine(label, money(one.amount), rule(one), source, details(one.values))


def _sum(label: str, value: str) -> ExplanationLine:
    """A figure of a calculation, in yuan."""
    return ExplanationLine(label, _grouped(value))


def _grouped(value: str) -> str:
    """Yuan as text, grouped in thousands; an exact fraction as it is."""
    try:
        return money(fen_from_yuan(value))
    except ValueError:
        return value


def _segments(values: Plain) -> Lines:
    """Stretches of days on which everything stayed the same: the rate of each, and the cells of the scale."""
    found = [_segment(one) for one in values.get("segments", ())]
    change = values.get("mid_month_change", "segments")
    if change != "segments":
        found.append(ExplanationLine(_("A change within the month"), _(_CHANGES.get(str(change), str(change)))))
    found.append(ExplanationLine(_("Rounding"), _(str(values["rounding"]))))
    return tuple(found)


_CHANGES = {
    "next_month": N_("counts from the next month"),
    "new_for_whole_month": N_("the new value for the whole month"),
}


def _segment(one: Plain) -> ExplanationLine:
    label = _("%(start)s to %(end)s, %(days)s days") % one
    told = [level_and_step(one["level"], one["step"]), one["post"], one["unit"].replace("/", " / ")]
    if one["probation"]:
        told.append(_("on probation"))
    version = _("Pay scale of %(scale_version)s, %(scale_document)s") % one
    cells = tuple(_cell(cell) for cell in one["cells"])
    return ExplanationLine(label, _grouped(one["rate"]), "　".join(filter(None, told)), version, cells)


def _cell(cell: Plain) -> ExplanationLine:
    """A cell of the scale, with the version and the document it holds by."""
    component = str(cell["component"])
    name = _(_COMPONENTS.get(component, component))
    place = level_and_step(cell["row"], cell["step"])
    source = _("In force from %(start)s, %(document)s") % cell
    return ExplanationLine(" ".join(filter(None, (name, place))), _grouped(cell["amount"]), source=source)


_COMPONENTS = {
    "base": ITEMS["BASE"],
    "level": ITEMS["LEVEL"],
    "post": ITEMS["POST"],
    "seniority": ITEMS["SENIORITY"],
    "certificate": ITEMS["CERT"],
    "performance": ITEMS["PERF"],
}


def _seniority(values: Plain) -> Lines:
    years = [ExplanationLine(_("Hired on"), values["hire"] or "")]
    if values["prior_service_months"]:
        years.append(ExplanationLine(_("Recognised prior service, in months"), str(values["prior_service_months"])))
    if values["break_days"]:
        years.append(ExplanationLine(_("Breaks that do not count, in days"), str(values["break_days"])))
    years += [
        ExplanationLine(_("Service counts from"), values["service_start"] or ""),
        ExplanationLine(_("Full years of service"), str(values["full_years"])),
        ExplanationLine(_("Years paid"), str(values["years"])),
    ]
    return (*years, *_segments(values))


def _qualifications(values: Plain) -> Lines:
    counted = [ExplanationLine(_("Qualification that counts"), name) for name in values["certificates"]]
    rules = [
        ExplanationLine(_("A qualification counts from"), _(str(values.get("cert_start_rule", "")))),
        ExplanationLine(_("Several qualifications"), _(str(values.get("cert_combination", "")))),
    ]
    return (*counted, *rules, *(_segments(values) if counted else ()))


def _performance(values: Plain) -> Lines:
    grade = values["grade"] if values["grade_entered"] else _("%(grade)s (none was entered)") % values
    return (
        ExplanationLine(_("Grade of the month"), grade),
        ExplanationLine(_("Coefficient"), values["coefficient"]),
        *_segments(values),
    )


def _entered(values: Plain) -> Lines:
    """One-off items as they were entered, with reason and document, and facts of other modules with theirs."""
    return tuple(
        _fact(one)
        if "spans" in one
        else ExplanationLine(
            one["name"] or one["code"], _grouped(one["amount"]), one["reason"] or "", one["document"] or ""
        )
        for one in values.get("inputs", ())
    )


_COUNTED = {
    "once": N_("what held last in the month counts, whole"),
    "each": N_("each counts, whole"),
    "by_days": N_("each counts for its employed days"),
}


def _fact(one: Plain) -> ExplanationLine:
    """A fact of another module: who says so, how it counts, and its days with the record behind them."""
    modules = "、".join(_(label) for label in one["contributors"])
    told = _("From %(module)s; %(counted)s") % {"module": modules, "counted": _(_COUNTED[one["counted"]])}
    spans = tuple(
        ExplanationLine(
            _("%(start)s to %(end)s, %(days)s days") % span, _grouped(span["amount"]), source=str(span["source"])
        )
        for span in one["spans"]
    )
    return ExplanationLine(_(one["name"]), _grouped(one["amount"]), told, one["document"], spans)


def _other(values: Plain) -> Lines:
    found = _entered(values)
    if values["claimed"] == "0.00":
        return found
    return (
        *found,
        _sum(_("Damages claimed"), values["claimed"]),
        _sum(_("At most this share of gross pay"), values["share_limit"]),
        _sum(_("At most what exceeds the minimum wage"), values["wage_limit"]),
        _sum(_("Damages deducted"), values["deducted"]),
        _sum(_("Not deducted this month"), values["not_deducted"]),
    )


_CLAMPS: Mapping[str, str] = {
    "none": N_("Base used"),
    "floor": N_("Base used, raised to the floor"),
    "ceiling": N_("Base used, lowered to the ceiling"),
}


def _contribution(values: Plain) -> Lines:
    if not values["due"]:
        return ()
    return (
        _sum(_("Declared base"), values["declared"]),
        _sum(_("Floor"), values["floor"]),
        _sum(_("Ceiling"), values["ceiling"]),
        _sum(_(_CLAMPS[values["clamp"]]), values["base"]),
        ExplanationLine(_("Rate"), f"{values['rate']} %"),
        _sum(_("Before rounding"), values["exact"]),
        ExplanationLine(_("Rounding"), _(str(values["rounding"]))),
    )


def _tax(values: Plain) -> Lines:
    """The steps of cumulative withholding."""
    deducted = (
        _sum(_("Exempt income"), values["exempt"]),
        ExplanationLine(
            _("Standard deduction, %(months)s months") % values
            if not values["upfront"]
            else _("Standard deduction of the whole year"),
            _grouped(values["standard_deduction"]),
        ),
        _sum(_("Contributions so far this year"), values["contributions"]),
        _sum(_("Special additional deductions so far this year"), values["special_additional"]),
        _sum(_("Other deductions before tax"), values["other"]),
    )
    return (
        _sum(_("Income so far this year"), values["income"]),
        *deducted,
        _sum(_("Taxable so far this year"), values["taxable"]),
        ExplanationLine(_("Bracket %(bracket)s: rate") % values, f"{values['rate']} %"),
        _sum(_("Quick deduction"), values["quick"]),
        _sum(_("Tax so far this year"), values["cumulative_tax"]),
        _sum(_("Withheld before"), values["withheld_before"]),
    )


_DETAILS: Mapping[str, Callable[[Plain], Lines]] = {
    "SENIORITY": _seniority,
    "CERT": _qualifications,
    "PERF": _performance,
    "INPUTS": _entered,
    "TAX": _tax,
    "OTHER": _other,
}
