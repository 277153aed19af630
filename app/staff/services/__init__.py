"""The verbs of the staff module; the only place that writes its tables."""

from app.staff.services.changes import import_changes
from app.staff.services.configuration import ensure_levels, ensure_posts, seed
from app.staff.services.organisation import import_organisation
from app.staff.services.roster import import_roster

__all__ = ["ensure_levels", "ensure_posts", "import_changes", "import_organisation", "import_roster", "seed"]
