"""Cells that hold formulas, found in the raw sheet XML; the reader itself gives only the last values."""

import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.etree import ElementTree

from app.core.imports.container import chunks
from app.core.imports.refusals import Damaged

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
CARRY = 4096
REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")

Cell = tuple[int, int]


def formula_cells(path: Path, suspects: Iterable[str]) -> Mapping[str, frozenset[Cell]]:
    """Cells with formulas by sheet name, as (row, column) from 0, for the parts that may hold some."""
    wanted = set(suspects)
    if not wanted:
        return {}
    with zipfile.ZipFile(path) as archive:
        parts = _sheet_parts(archive)
        return {name: _cells_of(archive, part) for name, part in parts.items() if part in wanted}


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A small part as XML; document types (and so entities) are refused."""
    try:
        content = archive.read(name)
        if b"<!DOCTYPE" in content:
            raise Damaged()
        return ElementTree.fromstring(content)
    except (KeyError, ElementTree.ParseError) as error:
        raise Damaged() from error


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> part, by the workbook and its relationships."""
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in _xml(archive, "xl/_rels/workbook.xml.rels").iter(PACKAGE)
    }
    parts = {}
    for sheet in _xml(archive, "xl/workbook.xml").iter(f"{{{MAIN}}}sheet"):
        target = targets.get(sheet.get(RELATIONS, ""), "")
        parts[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _cells_of(archive: zipfile.ZipFile, part: str) -> frozenset[Cell]:
    """The cells of one part that hold a formula; each formula belongs to the last cell opened before it."""
    found: set[Cell] = set()
    prefix: bytes | None = None
    for piece, overlap in chunks(archive, part, CARRY):
        if prefix is None:
            declared = re.search(rb"xmlns:(\w+)=[\"']" + MAIN.encode(), piece[:CARRY])
            prefix = declared.group(1) + b":" if declared else b""
        for match in re.finditer(rb"<" + prefix + rb"f[\s/>]", piece):
            if match.end() > overlap:
                cell = _owner(piece, match.start(), prefix)
                if cell:
                    found.add(cell)
    return frozenset(found)


def _owner(piece: bytes, position: int, prefix: bytes) -> Cell | None:
    """The cell a formula at this position belongs to."""
    opened = piece.rfind(b"<" + prefix + b"c ", 0, position)
    reference = REFERENCE.search(piece, opened, position) if opened >= 0 else None
    if reference is None:
        return None
    column = 0
    for letter in reference.group(1).upper():
        column = column * 26 + letter - 64
    return int(reference.group(2)) - 1, column - 1
