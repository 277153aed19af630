"""Plain data of the payroll module: the allowance sheet, explanations, the canonical export."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import orjson
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.core.access import authorize, scope_of
from app.core.canonical import canonical_rows
from app.core.capitals import capital_amount
from app.core.clock import day_of
from app.core.db import fetch_raw, many_objects
from app.core.errors import NotFound
from app.core.i18n import N_, fill
from app.core.i18n import gettext as _
from app.core.modules import CanonicalTable, Drawn
from app.core.money import yuan
from app.core.periods import Month
from app.core.settings import organisation_name
from app.core.tables import draw_cards, draw_pdf, write_csv, write_xlsx
from app.payroll import models
from app.payroll.errors import NoSuchRun, NoSuchSlip
from app.payroll.permissions import PAY_READ, RUN_READ
from app.payroll.queries.run_lists import overview_of
from app.payroll.queries.runs import SEALED, entity_paying, legal_entity_of, monthly_run
from app.payroll.record_rules import visible_slips
from app.payroll.rules import payslip_layout
from app.payroll.rules import sheet as layouts
from app.payroll.rules.evaluate import evaluate
from app.payroll.rules.explain import explain
from app.payroll.rules.snapshot import month_rules, person_month
from app.payroll.rules.values import Slip
from app.staff import queries as staff
from app.staff.models import LegalEntity


def run_of(session: Session, month: Month, entity_code: str | None = None, permission: str = RUN_READ) -> models.PayRun:
    """The monthly run of a pay month, for one who may read runs (or, as `permission` says, pay)."""
    authorize(session, permission)
    run = monthly_run(session, legal_entity_of(session, entity_code).id, month)
    if run is None:
        raise NoSuchRun(month=str(month))
    return run


def slip_of(session: Session, run: models.PayRun, number: str) -> tuple[models.Payslip, Slip]:
    """A stored slip, and the same computed again from its frozen facts, with its evidence."""
    statement = select(models.Payslip).where(models.Payslip.run_id == run.id, models.Payslip.employee_number == number)
    stored = session.scalar(statement)
    if stored is None:
        raise NoSuchSlip(number=number, month=str(Month.of(run.month)))
    facts = person_month(number, orjson.loads(stored.inputs))
    return stored, evaluate(facts, month_rules(orjson.loads(run.rules)))


def sheet(session: Session, month: Month, form: str, unit_code: str | None, entity_code: str | None) -> bytes:
    """The allowance sheet of a run, or of a unit's sub-tree, as xlsx, pdf or csv."""
    run = run_of(session, month, entity_code)
    rows = sheet_rows(session, run, unit_code)
    out = BytesIO()
    if form == "csv":
        write_csv(layouts.SHEET_CSV, layouts.sheet_csv_data(rows), out, bom=False)
        return out.getvalue()
    ordered = layouts.in_sheet_order(rows)
    head = sheet_head(session, run, unit_code, ordered)
    draw = draw_pdf if form == "pdf" else write_xlsx
    draw(layouts.allowance_layout(head), layouts.allowance_data(ordered, head), out)
    return out.getvalue()


def employer_cost(session: Session, month: Month, entity_code: str | None) -> bytes:
    """The employer's shares of a run as CSV."""
    out = BytesIO()
    rows = sheet_rows(session, run_of(session, month, entity_code), None)
    write_csv(layouts.EMPLOYER_CSV, layouts.employer_csv_data(rows), out, bom=False)
    return out.getvalue()


def payslips(session: Session, month: Month, entity_code: str | None) -> bytes:
    """Everybody's payslips of a run as one PDF, in the order of the sheet."""
    run = run_of(session, month, entity_code)
    return _payslips(session, run, sheet_rows(session, run, None))


def payslip(session: Session, month: Month, number: str, entity_code: str | None) -> bytes:
    """One person's payslip of a run as PDF."""
    run = run_of(session, month, entity_code, PAY_READ)
    rows = sheet_rows(session, run, None, number)
    if not rows:
        raise NoSuchSlip(number=number, month=str(month))
    return _payslips(session, run, rows)


def _payslips(session: Session, run: models.PayRun, rows: Sequence[layouts.SheetRow]) -> bytes:
    entity = session.get_one(LegalEntity, run.legal_entity_id)
    batch = batch_number(run, entity)
    secret = bytes.fromhex(run.content_hash)
    slips = [
        payslip_layout.Slip(
            row,
            capital_amount(row.lines["NET"]) if row.counts else "",
            payslip_layout.verification_code(secret, batch, row.number, row.lines["NET"]),
        )
        for row in layouts.in_sheet_order(rows)
    ]
    head = payslip_layout.SlipHead(
        organisation_name(session, entity.name), Month.of(run.month), batch, run.state not in SEALED
    )
    out = BytesIO()
    draw_cards(payslip_layout.payslip_deck(slips, head), out)
    return out.getvalue()


DOCUMENTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "sheet": (N_("Allowance sheet"), ("xlsx", "pdf", "csv")),
    "cost": (N_("Employer cost"), ("csv",)),
    "slips": (N_("Payslips"), ("pdf",)),
}
"""The documents of a run: how they are called, and in which forms there are."""


def document(session: Session, run: models.PayRun, what: str, form: str, unit_code: str | None = None) -> Drawn:
    """A document of a run, of the whole or (the sheet) of a unit, with the name it is saved under."""
    label, forms = DOCUMENTS.get(what, ("", ()))
    if form not in forms:
        raise NotFound(what=N_("document"), key=f"{what}.{form}")
    units = overview_of(session, run).units if unit_code else {}
    if unit_code and unit_code not in units:
        raise NotFound(what=N_("unit"), key=unit_code)
    month, entity = Month.of(run.month), session.get_one(LegalEntity, run.legal_entity_id).code
    if what == "sheet":
        content = sheet(session, month, form, unit_code, entity)
    else:
        content = (employer_cost if what == "cost" else payslips)(session, month, entity)
    place = units[unit_code].replace(" / ", "") if unit_code else ""
    return Drawn(content, MEDIA_TYPES[form], " ".join(filter(None, (_(label), str(month), place))) + f".{form}")


MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "pdf": "application/pdf",
}


def batch_number(run: models.PayRun, entity: LegalEntity) -> str:
    """The number printed on every page of a run's documents."""
    return f"{entity.code}-{Month.of(run.month)}-{run.number:02d}"


def sheet_head(
    session: Session, run: models.PayRun, unit_code: str | None, rows: Sequence[layouts.SheetRow]
) -> layouts.SheetHead:
    """What stands over and under the sheet of a run, or of a unit of it."""
    entity = session.get_one(LegalEntity, run.legal_entity_id)
    month = Month.of(run.month)
    units = staff.placements_on(session, month.last)
    unit = next((row["name"] for row in units.values() if row["code"] == unit_code), "")
    unit = unit or "、".join(units[top]["name"] for top in _tops(session) if top in units)
    return layouts.SheetHead(
        organisation=organisation_name(session, entity.name),
        month=month,
        prepared_on=day_of(run.calculated_at).isoformat(),
        unit=unit,
        batch=batch_number(run, entity),
        content_hash=run.content_hash,
        draft=run.state not in SEALED,
        words=capital_amount(layouts.net_total(rows)),
    )


def _tops(session: Session) -> list[int]:
    """The units whose sub-trees the acting user may read runs of; none for the whole organisation."""
    scope = scope_of(session, RUN_READ)
    return [] if scope.everywhere else [int(path.rstrip("/").rpartition("/")[2]) for path in sorted(scope.paths)]


_SHEET = models.Payslip
SHEET_COLUMNS = (
    _SHEET.employee_number, _SHEET.name, _SHEET.branch, _SHEET.station, _SHEET.post, _SHEET.level, _SHEET.step,
    _SHEET.status, _SHEET.branch_position, _SHEET.station_position, _SHEET.lines,
)  # fmt: skip
"""The fields of a SheetRow, in its order."""


def sheet_rows(
    session: Session, run: models.PayRun, unit_code: str | None, number: str | None = None
) -> list[layouts.SheetRow]:
    """A run's slips as the sheet shows them, from what was stored alone: those the acting user may meet."""
    slip = models.Payslip
    statement = select(*SHEET_COLUMNS).where(slip.run_id == run.id).order_by(slip.position)
    if unit_code is not None:
        units = staff.placements_on(session, Month.of(run.month).last)
        statement = statement.where(slip.unit_id.in_(_subtree(units, unit_code)))
    if number is not None:
        statement = statement.where(slip.employee_number == number)
    criterion = visible_slips(session)  # the driver's own cursor passes the record rules by
    if criterion is not None:
        statement = statement.where(criterion)
    with many_objects():
        stored = fetch_raw(session, statement)
        return [layouts.SheetRow._make((*printed, orjson.loads(lines))) for *printed, lines in stored]


def _subtree(units: Mapping[int, Mapping[str, Any]], code: str) -> set[int]:
    """Ids of a unit and of everything under it."""
    found = {unit_id for unit_id, unit in units.items() if unit["code"] == code}
    if not found:
        raise NotFound(what="unit", key=code)
    while more := {key for key, unit in units.items() if unit["parent_id"] in found and key not in found}:
        found |= more
    return found


def explanation(
    session: Session, month: Month, number: str, item: str | None, entity_code: str | None
) -> dict[str, Any]:
    """Why each line (or one) of a stored slip is what it is, from what was frozen with it."""
    authorize(session, PAY_READ)
    entity_code = entity_code or entity_paying(session, number, month)
    stored, slip = slip_of(session, run_of(session, month, entity_code, PAY_READ), number)
    lines = orjson.loads(stored.lines)
    return {
        "number": number,
        "name": stored.name,
        "month": str(month),
        "status": stored.status,
        "lines": [
            {
                "code": line.code,
                "fen": lines[line.code],
                "amount": yuan(lines[line.code]),
                "rule": line.rule,
                "text": fill(line.message, line.values),
                "values": line.values,
            }
            for line in explain(slip)
            if item is None or line.code == item.upper()
        ],
    }


VERSION_CHILDREN = (models.ScaleAmount, models.Parameter, models.ContributionRate)


def _version_table(model: Any) -> CanonicalTable:
    table: Table = model.__table__

    def rows(session: Session, history: bool) -> Sequence[Mapping[str, Any]]:
        versions = {
            version.id: version
            for version in session.scalars(select(models.ScaleVersion))
            if history or version.known_to is None
        }
        keys = {key: f"{version.kind} {version.start.isoformat()}" for key, version in versions.items()}
        found = canonical_rows(session, table, history, {"version_id": ("version", keys)})
        return [row for row in found if row["version"] is not None]

    return CanonicalTable(table.name, rows)


def _runs(session: Session) -> Mapping[int, str]:
    """Every run's natural key: the batch number that stands on its sheet, and the kind of run."""
    runs = session.execute(select(models.PayRun, LegalEntity).join(LegalEntity))
    return {run.id: f"{batch_number(run, entity)} {run.kind}" for run, entity in runs}


def _table(model: Any, left_out: Sequence[str] = ()) -> CanonicalTable:
    table: Table = model.__table__

    def rows(session: Session, history: bool) -> Sequence[Mapping[str, Any]]:
        names = {column: name for column, name in staff.natural_keys(session).items() if column in table.c}
        if "run_id" in table.c:
            names["run_id"] = ("run", _runs(session))
        return canonical_rows(session, table, history, names, left_out=left_out)

    return CanonicalTable(table.name, rows)


CANONICAL = (
    _table(models.ScaleVersion),
    *(_version_table(model) for model in VERSION_CHILDREN),
    _table(models.InputKind),
    _table(models.OneOffInput),
    _table(models.MonthGrade),
    _table(models.SpecialDeduction),
    _table(models.OpeningBalance),
    _table(models.OpeningMonth),
    _table(models.PayRun, ("calculated_at", "approved_at", "made_by", "approved_by")),
    _table(models.Payslip),
    _table(models.RunTotal),
)
