"""The organisation's logo: drawn anew when it is taken, shown in the frame, printed on documents."""

import hashlib
from datetime import datetime
from io import BytesIO

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import audit, clock
from app.core.access import authorize_everywhere
from app.core.db import Base, UtcInstant
from app.core.settings.organisation import ORGANISATION_MANAGE
from app.core.settings.stored import put_setting, settings_named

LOGO, LOGO_MARK = "logo", "organisation.logo"
WIDEST, HIGHEST = 800, 400


class Picture(Base):
    """A picture of the organisation's own, as PNG."""

    __tablename__ = "core_pictures"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime] = mapped_column(UtcInstant)


def logo(session: Session) -> bytes | None:
    """The logo as PNG; None until there is one."""
    found: bytes | None = session.scalar(select(Picture.content).where(Picture.name == LOGO))
    return found


def logo_digest(session: Session) -> str:
    """A short mark of the logo that changes with it; empty until there is one."""
    return settings_named(session, LOGO_MARK).get(LOGO_MARK, "")


def set_logo(session: Session, redrawn: bytes) -> None:
    """Keep a picture, which has been drawn anew already, as the logo; audited."""
    authorize_everywhere(session, ORGANISATION_MANAGE)
    small = _smaller(redrawn)
    digest = hashlib.sha256(small).hexdigest()
    row = session.get(Picture, LOGO)
    if row is None:
        session.add(Picture(name=LOGO, content=small, digest=digest, changed_at=clock.now()))
    else:
        row.content, row.digest, row.changed_at = small, digest, clock.now()
    put_setting(session, LOGO_MARK, digest[:12])
    audit.record(session, "logo.set", object_table=Picture.__tablename__, object_key=LOGO, content_hash=digest)


def remove_logo(session: Session) -> None:
    """Be without a logo again; audited."""
    authorize_everywhere(session, ORGANISATION_MANAGE)
    row = session.get(Picture, LOGO)
    if row is not None:
        session.delete(row)
        put_setting(session, LOGO_MARK, "")
        audit.record(session, "logo.remove", object_table=Picture.__tablename__, object_key=LOGO)


def _smaller(content: bytes) -> bytes:
    """The picture as PNG, no larger than documents need."""
    from PIL import Image

    with Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as picture:
        kept = picture.convert("RGBA" if picture.mode in ("RGBA", "LA", "P") else "RGB")
    kept.thumbnail((WIDEST, HIGHEST))
    out = BytesIO()
    kept.save(out, "PNG", optimize=True)
    return out.getvalue()
