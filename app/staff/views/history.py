"""What was recorded about an employee, as entries of the side stream of her page."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from app.core.admin.pages import Change, Happened, HistoryEntry
from app.core.admin.stream import clock_time
from app.core.i18n import gettext as _
from app.core.i18n import listed
from app.staff.reports import Profile
from app.staff.rules.facts import BY_CODE, StreamEntry
from app.staff.views.blocks import said


def happened(profile: Profile, personal: bool) -> Iterator[Happened]:
    """What was recorded, newest first; what came at once by one hand is one entry."""
    groups = groupby(profile.stream, key=lambda entry: (entry.at, entry.who, entry.first))
    for (at, _who, _first), group in groups:
        yield Happened(at, _entry(profile, list(group), personal))


def _entry(profile: Profile, entries: list[StreamEntry], personal: bool) -> HistoryEntry:
    first = entries[0]
    who, time = first.who or _("System"), clock_time(first.at)
    if first.first:
        kinds = listed(dict.fromkeys(_(BY_CODE[entry.kind].label) for entry in entries))
        return HistoryEntry(who, time, _("Recorded for the first time: %(kinds)s") % {"kinds": kinds})
    changes = tuple(change for entry in entries for change in _changes(profile, entry, personal))
    sentence = _("Correction, from %(start)s") if first.correction else _("From %(start)s")
    document = f" · {first.document}" if first.document else ""
    return HistoryEntry(who, time, sentence % {"start": first.start} + document, changes, first.note or "")


def _changes(profile: Profile, entry: StreamEntry, personal: bool) -> Iterable[Change]:
    fields = {field.name: field for field in BY_CODE[entry.kind].fields}
    last_day = _("Last working day") if entry.kind == "employment" else _("Last day")
    for change in entry.changes:
        field = fields.get(change.field)
        if field is None:
            yield Change(last_day, change.before or _("open"), change.after or _("open"))
        elif change.field not in BY_CODE[entry.kind].fixed:
            before, after = (said(profile, field, value, personal) for value in (change.before, change.after))
            yield Change(_(field.label), before or "–", after or "–")
