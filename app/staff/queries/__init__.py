"""Named questions about staff."""

from app.core.dated import Row
from app.staff.queries.ages import age_of, birth_of, service_today
from app.staff.queries.configuration import (
    legal_entities,
    legal_entity,
    level_ids,
    level_steps,
    names_of_kinds,
    natural_keys,
    post_ids,
)
from app.staff.queries.facts import MODELS, employee_numbered, employee_with_id, facts_of
from app.staff.queries.organisation import (
    UnitPath,
    branches,
    entities_of_units,
    placements_on,
    stations_of,
    unit_paths,
    units_by_path,
)
from app.staff.queries.people import (
    employed_numbers,
    employee_ids,
    employee_uids,
    id_numbers_on_file,
    numbers_by_id_index,
    units_of_employed,
)
from app.staff.queries.scope import employee_met, ids_met, rule_of_employees
from app.staff.queries.today import (
    TODAY,
    called,
    id_of_number,
    ids_in_units,
    ids_named_like,
    ids_of_lines,
    name_key_of,
    named_like,
    names_today,
    todays_list,
)

__all__ = [
    "MODELS",
    "TODAY",
    "Row",
    "UnitPath",
    "age_of",
    "birth_of",
    "branches",
    "called",
    "employed_numbers",
    "employee_ids",
    "employee_met",
    "employee_numbered",
    "employee_uids",
    "employee_with_id",
    "entities_of_units",
    "facts_of",
    "id_numbers_on_file",
    "id_of_number",
    "ids_in_units",
    "ids_met",
    "ids_named_like",
    "ids_of_lines",
    "legal_entities",
    "legal_entity",
    "level_ids",
    "level_steps",
    "name_key_of",
    "named_like",
    "names_of_kinds",
    "names_today",
    "natural_keys",
    "numbers_by_id_index",
    "placements_on",
    "post_ids",
    "rule_of_employees",
    "service_today",
    "stations_of",
    "todays_list",
    "unit_paths",
    "units_by_path",
    "units_of_employed",
]
