"""Another name of `app.core.audit.ddl`."""

from app.core.audit.ddl import statements

__all__ = ["statements"]
