"""What a check leaves in its job's folder: the outcome, the layouts, the changes, and the rows with errors."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from app.core.errors import CellError
from app.core.imports.matching import Layout
from app.core.modules import ACTIONS, Action, FieldChange, ImportOutcome, RowChange
from app.core.periods import Month

OUTCOME, LAYOUTS, FAULTY = "outcome.json", "layouts.json", "faulty.json"


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded workbook: its kind, its pay month (YYYY-MM or nothing), its name in the job's folder, its import."""

    kind: str
    month: str
    file: str
    import_id: int

    @property
    def pay_month(self) -> Month | None:
        """The pay month the file belongs to."""
        return Month.parse(self.month) if self.month else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import would do, or did. `needs_columns`: columns must be matched first; `recalled`: as last time.

    `listed` counts the rows listed as changes, by action; `unused` are the headings nothing is read from.
    """

    upload: Upload
    applied: bool
    created: int
    updated: int
    unchanged: int
    errors: tuple[CellError, ...]
    needs_columns: bool = False
    recalled: bool = False
    unused: tuple[str, ...] = ()
    listed: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class FaultySheet:
    """The rows of a sheet that have errors: columns as (place, heading), and by row its number, texts and faults."""

    sheet: str
    columns: tuple[tuple[int, str], ...]
    rows: tuple[tuple[int, tuple[str, ...], Mapping[str, str]], ...]


def keep_outcome(folder: Path, outcome: Outcome) -> None:
    """Keep what a check found or an import did."""
    (folder / OUTCOME).write_text(json.dumps(asdict(outcome), ensure_ascii=False), encoding="utf-8")


def kept_outcome(folder: Path) -> Outcome | None:
    """What a job kept in its folder; nothing where it did not come so far."""
    facts = _read(folder / OUTCOME)
    if facts is None:
        return None
    errors = tuple(CellError(**error) for error in facts.pop("errors"))
    unused = tuple(facts.pop("unused"))
    return Outcome(upload=Upload(**facts.pop("upload")), errors=errors, unused=unused, **facts)


def keep_layouts(folder: Path, layouts: Sequence[Layout]) -> None:
    """Keep how the sheets are laid out."""
    facts = [asdict(layout) for layout in layouts]
    (folder / LAYOUTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def kept_layouts(folder: Path) -> tuple[Layout, ...]:
    """How the sheets are laid out."""
    return tuple(Layout(**_with_tuples(facts)) for facts in _read(folder / LAYOUTS) or ())


def _with_tuples(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they were: JSON knows no tuples."""
    return {name: _tuple(value) if isinstance(value, list) else value for name, value in facts.items()}


def _tuple(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_tuple(one) if isinstance(one, list) else one for one in values)


def keep_changes(folder: Path, outcome: ImportOutcome) -> Mapping[str, int]:
    """Keep the changes, a line each, in a file for each action; how many lines each has."""
    by_action: dict[Action, list[RowChange]] = defaultdict(list)
    for change in outcome.changes:
        by_action[change.action].append(change)
    for action in ACTIONS:
        with _changes_file(folder, action).open("w", encoding="utf-8") as file:
            for one in sorted(by_action[action], key=lambda change: (change.sheet, change.row)):
                fields = [[each.label, each.old, each.new] for each in one.fields]
                file.write(json.dumps([one.row, one.key, one.name, one.sheet, fields], ensure_ascii=False) + "\n")
    return {action: len(by_action[action]) for action in ACTIONS}


def kept_changes(folder: Path, action: Action, start: int, count: int) -> tuple[RowChange, ...]:
    """Some of the changes, from a position on."""
    return tuple(islice(_lines(_changes_file(folder, action), action), start, start + count))


def _lines(path: Path, action: Action) -> Iterator[RowChange]:
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            row, key, name, sheet, fields = json.loads(line)
            yield RowChange(row, key, name, action, tuple(FieldChange(*one) for one in fields), sheet)


def _changes_file(folder: Path, action: Action) -> Path:
    return folder / f"changes-{action}.jsonl"


def keep_faulty(folder: Path, sheets: Sequence[FaultySheet]) -> None:
    """Keep the rows that have errors."""
    facts = [asdict(sheet) for sheet in sheets]
    (folder / FAULTY).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def kept_faulty(folder: Path) -> tuple[FaultySheet, ...]:
    """The rows that have errors."""
    return tuple(
        FaultySheet(
            facts["sheet"],
            tuple((place, label) for place, label in facts["columns"]),
            tuple((number, tuple(texts), faults) for number, texts, faults in facts["rows"]),
        )
        for facts in _read(folder / FAULTY) or ()
    )


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
