"""Designed documents: packaged templates drawn as PDF from plain values, with the packaged Chinese fonts.

`draw_document("staff/documents/registration.html", values)`: the template stands in `app/staff/templates`. The engine
is loaded at the first document; nothing but packaged files and the pictures given is ever fetched.
"""

from app.core.documents.drawing import LiveValue, draw_document, draw_documents
from app.core.documents.errors import PdfEngineMissing

__all__ = ["LiveValue", "PdfEngineMissing", "draw_document", "draw_documents"]
