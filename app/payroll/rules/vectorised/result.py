"""What a month comes to: arrays over the people with an employed day, in the order of the table."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.payroll.rules.vectorised.certificates import Counted
from app.payroll.rules.vectorised.exact import Bools, Ints
from app.payroll.rules.vectorised.segments import Segments, Span

OK, NEGATIVE_NET, ERROR = 0, 1, 2

LINES = (
    "BASE", "LEVEL", "POST", "SENIORITY", "CERT", "PERF", "INPUTS", "GROSS",
    "PENSION", "MEDICAL", "UNEMPLOYMENT", "HOUSING", "TAX", "OTHER", "NET",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with one person's month: index in the table, field, kind."""

    person: int
    field: str
    kind: str


class Findings:
    """Findings gathered stage by stage: who failed at an earlier stage is not looked at again."""

    def __init__(self, person: Ints, failed: Bools) -> None:
        self.person = person
        self.failed = failed
        self.found: list[Finding] = []

    def stage(self, *checks: tuple[str, str, Bools]) -> None:
        """Checks made together: (field, kind, who of the span, shape (m,))."""
        before = self.failed
        for field, kind, who in checks:
            new = who & ~before
            self.found += [Finding(person, field, kind) for person in self.person[new].tolist()]
            self.failed = self.failed | new


@dataclass(frozen=True)
class MonthResult:
    """Amounts in fen, each array int64 of shape (m,); the lines of a person with status ERROR are 0."""

    span: Span
    lines: Mapping[str, Ints]
    employer: Mapping[str, Ints]  # EMPLOYER_PENSION, ..., EMPLOYER_TOTAL
    status: Ints
    unit: Ints  # code on the last employed day, -1 when none; likewise post and grading
    post: Ints
    grading: Ints
    service_start: Ints
    years: Ints
    certificates: Counted  # positions and types, sorted
    months: Ints  # n of the withholding
    taxable: Ints
    bracket: Ints  # 1 is the first
    damages: Ints  # deducted
    segments: Segments  # cut wherever a row starts; see segments.merged
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]

    @property
    def person(self) -> Ints:
        """Index in the table of each row."""
        return self.span.person
