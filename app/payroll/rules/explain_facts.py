"""How the facts of other modules stand in an explanation: which module, by what records, on which days."""

from collections.abc import Sequence
from typing import Any

from app.core.money import yuan
from app.payroll.rules.figures import exact_yuan
from app.payroll.rules.pay_facts import CATEGORIES, FactStep


def told(step: FactStep) -> dict[str, Any]:
    """A fact among the inputs of a line; `spans` is what no other input has."""
    return {
        "code": step.fact.name,
        "name": step.fact.label,
        "category": CATEGORIES[step.fact.item],
        "amount": yuan(step.amount),
        "reason": "",
        "document": "、".join(dict.fromkeys(str(one.source) for one in step.spans)),
        "contributors": list(step.contributors),
        "counted": step.fact.counted,
        "exact": exact_yuan(step.exact),
        "spans": [
            {
                "start": span.start.isoformat(),
                "end": span.end.isoformat(),
                "days": days,
                "amount": yuan(span.value),
                "module": span.module,
                "source": span.source,
            }
            for span, days in zip(step.spans, step.days, strict=True)
        ],
    }


def told_in_short(steps: Sequence[FactStep]) -> dict[str, Any]:
    """The facts of a line for its sentence; nothing where there are none."""
    parts = [f"{step.fact.label} {yuan(step.amount)} ({', '.join(step.contributors)})" for step in steps]
    return {"contributed": ", ".join(parts)} if parts else {}
