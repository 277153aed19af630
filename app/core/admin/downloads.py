"""Files sent to the browser: as attachments, with their Chinese names whole (RFC 6266)."""

from urllib.parse import quote

from flask import Response

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


def download(content: bytes, file_name: str) -> Response:
    """The answer that saves a file; its kind is told by the ending of its name."""
    kind = MEDIA_TYPES.get(file_name.rpartition(".")[2], "application/octet-stream")
    disposition = f"attachment; filename*=UTF-8''{quote(file_name)}"
    return Response(content, mimetype=kind, headers={"Content-Disposition": disposition})
