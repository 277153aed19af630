"""The organisation's own forms: XLSX workbooks whose cells are bound to fields and filled with data.

A module offers what can be bound (`FormSource`, among its manifest's contributions); the organisation uploads its
form, binds cells and the rows that repeat, and puts the version in force from a day on. Bindings are data, never code.
What is here loads no engine; the other files of this room are imported where they are used.
"""

from app.core.workbook_templates.sources import (
    FormData,
    FormField,
    FormRequest,
    FormSource,
    FormTable,
    Value,
)

__all__ = ["FormData", "FormField", "FormRequest", "FormSource", "FormTable", "Value"]
