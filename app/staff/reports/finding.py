"""People for the search box of every page."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.modules import Suggestion
from app.staff import queries

MOST = 8


def find_people(session: Session, typed: str) -> Sequence[Suggestion]:
    """People whose name, number, pinyin or initials fit, within what the user may see."""
    today = queries.TODAY
    names = queries.names_today(session)["units"]
    statement = (
        queries.todays_list().where(queries.named_like(typed)).order_by(today.status, today.name_key).limit(MOST)
    )
    return [
        Suggestion(
            row["name"],
            " · ".join(filter(None, (row["number"], names.get(row["branch_id"])))),
            f"/staff/employee/{row['number']}",
        )
        for row in session.execute(statement).mappings()
    ]
