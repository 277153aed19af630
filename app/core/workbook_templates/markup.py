"""The XML of a workbook's parts: read and written so that whatever is not touched stays what it was.

The standard library's own writer renames prefixes, which breaks `mc:Ignorable` and makes Excel offer a repair.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from app.core.workbook_templates.errors import FormDamaged

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Markup:
    """A part: its root, and the prefixes its namespaces were written with."""

    root: Element
    prefixes: Mapping[str, str]

    def write(self, written: Mapping[Element, str] | None = None) -> bytes:
        """The part again; `written` has elements whose text is ready."""
        taken = {uri: prefix for prefix, uri in self.prefixes.items()}
        declared = "".join(
            f" xmlns{':' if prefix else ''}{prefix}={quoteattr(uri)}" for prefix, uri in self.prefixes.items()
        )
        out: list[str] = [HEADER]
        _write(self.root, taken, declared, written or {}, out)
        return "".join(out).encode()


def main(name: str) -> str:
    """The full name of an element of the workbook's own namespace."""
    return f"{{{MAIN}}}{name}"


def parse(content: bytes) -> Markup:
    """Read a part; refused where it is damaged or declares a document type (entities)."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise FormDamaged()
    prefixes: dict[str, str] = {}
    try:
        root: Element | None = None
        for event, found in ElementTree.iterparse(BytesIO(content), ("start", "start-ns")):
            if event == "start-ns":
                _note(prefixes, *found)
            elif root is None:
                root = found
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise FormDamaged() from error
    if root is None:
        raise FormDamaged()
    return Markup(root, prefixes)


def _note(prefixes: dict[str, str], prefix: str, uri: str) -> None:
    """Keep a namespace's first prefix; another one where that prefix already means something else."""
    if uri in prefixes.values() or uri.endswith("/XML/1998/namespace"):
        return
    prefixes[prefix if prefix not in prefixes else f"ns{len(prefixes)}"] = uri


def _name(full: str, taken: Mapping[str, str]) -> str:
    if not full.startswith("{"):
        return full
    uri, _brace, local = full[1:].partition("}")
    if uri.endswith("/XML/1998/namespace"):
        return f"xml:{local}"
    prefix = taken[uri]
    return f"{prefix}:{local}" if prefix else local


def _write(
    one: Element, taken: Mapping[str, str], declared: str, written: Mapping[Element, str], out: list[str]
) -> None:
    ready = written.get(one)
    if ready is not None:
        out.append(ready)
        return
    name = _name(one.tag, taken)
    attributes = "".join(f" {_name(key, taken)}={quoteattr(value)}" for key, value in one.attrib.items())
    if len(one) == 0 and not one.text:
        out.append(f"<{name}{declared}{attributes}/>")
    else:
        out.append(f"<{name}{declared}{attributes}>{escape(one.text or '')}")
        for child in one:
            _write(child, taken, "", written, out)
            if child.tail:
                out.append(escape(child.tail))
        out.append(f"</{name}>")


def inside(one: Element, prefixes: Mapping[str, str]) -> str:
    """An element as text, for a place inside the part it came from."""
    out: list[str] = []
    _write(one, {uri: prefix for prefix, uri in prefixes.items()}, "", {}, out)
    return "".join(out)


def attributes(one: Element, prefixes: Mapping[str, str], without: tuple[str, ...] = ()) -> str:
    """The attributes of an element as text, but for some."""
    taken = {uri: prefix for prefix, uri in prefixes.items()}
    kept = ((key, value) for key, value in one.attrib.items() if key not in without)
    return "".join(f" {_name(key, taken)}={quoteattr(value)}" for key, value in kept)
