"""Why a document can't be drawn."""

from app.core.errors import ZiqiangError
from app.core.i18n import N_


class PdfEngineMissing(ZiqiangError):
    """The native libraries of the engine are not installed."""

    kind = "pdf_engine_missing"
    message = N_(
        "Designed documents need Pango, which this machine lacks. Turn them on with: "
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )
    status = 503
