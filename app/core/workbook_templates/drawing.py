"""Drawing a document with the organisation's own form, for whoever may have that document."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.core import clock
from app.core.access import authorize, may
from app.core.errors import NotFound
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.modules import Drawn
from app.core.tables.layout import Kind
from app.core.workbook_templates.bindings import Bindings
from app.core.workbook_templates.filling import fill
from app.core.workbook_templates.looking import InForce, content_of, in_force, source_named, version_kept
from app.core.workbook_templates.sources import FormData, FormField, FormRequest, FormSource, Value

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAMPLES = 3
SAMPLE_AMOUNT = 123_456


def draw(
    session: Session, source_name: str, template_id: int, record_id: int, on: date | None, unit: str
) -> tuple[Drawn, InForce]:
    """A record's document in the version of the template that holds on its day, and which version that was.

    Template 0 is the first one in force.
    """
    source = source_named(session, source_name)
    authorize(session, source.permission)
    day = on or source.day(session, record_id)
    found = next((one for one in in_force(session, [source_name], day) if template_id in (0, one.template.id)), None)
    if found is None:
        raise NotFound(what=N_("template"), key=template_id)
    data = permitted(session, source, source.load(session, FormRequest(record_id, day, unit)))
    return _drawn(session, source, found, data), found


def preview(session: Session, version_id: int) -> tuple[Drawn, int | None]:
    """A version filled with the newest record, and which that was; with invented values for whoever may not read it."""
    kept = version_kept(session, version_id)
    source = source_named(session, kept.template.source)
    record = source.newest(session) if may(session, source.permission) else None
    if record is None:
        data = samples(source)
    else:
        data = permitted(session, source, source.load(session, FormRequest(record, source.day(session, record))))
    return _drawn(session, source, kept, data), record


def permitted(session: Session, source: FormSource, data: FormData) -> FormData:
    """The data without the fields that the acting user may not read."""
    held: dict[str, bool] = {"": True}

    def readable(fields: tuple[FormField, ...]) -> set[str]:
        for field in fields:
            held.setdefault(field.permission, may(session, field.permission) if field.permission else True)
        return {field.name for field in fields if held[field.permission]}

    values = {name: value for name, value in data.values.items() if name in readable(source.fields)}
    rows = {}
    for table in source.tables:
        names = readable(table.fields)
        found = data.rows.get(table.name, ())
        everything = len(names) == len(table.fields)
        rows[table.name] = found if everything else [_some(row, names) for row in found]
    return FormData(data.title, values, rows)


def _some(row: Mapping[str, Value], names: set[str]) -> Mapping[str, Value]:
    return {name: value for name, value in row.items() if name in names}


def samples(source: FormSource) -> FormData:
    """Invented values: every text says what belongs there."""
    rows = {table.name: [_sample(table.fields, place) for place in range(1, SAMPLES + 1)] for table in source.tables}
    return FormData(f"{_(source.label)} {_('sample')}", _sample(source.fields, 1), rows)


def _sample(fields: tuple[FormField, ...], place: int) -> Mapping[str, Value]:
    kinds: Mapping[Kind, Value] = {Kind.MONEY: SAMPLE_AMOUNT, Kind.INTEGER: place, Kind.DATE: clock.today()}
    return {field.name: kinds.get(field.kind, field.called) for field in fields}


def _drawn(session: Session, source: FormSource, kept: InForce, data: FormData) -> Drawn:
    bindings = Bindings.from_json(kept.version.bindings)
    content = fill(content_of(session, kept.version), bindings, source, data)
    return Drawn(content, XLSX, f"{data.title} {kept.template.name}.xlsx")
