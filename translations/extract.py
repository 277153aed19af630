"""What pybabel finds in our Python files: marked texts, and what the code shows by its place alone.

Unmarked are the messages of named errors, the help texts of commands and options, the labels of manifests
and permissions, and codes given for the places that `app.core.i18n.CODES` lists.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO

from app.core.i18n import CODES

Found = tuple[int, str, str, list[str]]
KEYWORDS = {"help", "label"} | CODES
LABELLED = {"Permission", "ImportKind"}  # their second argument is a label


def extract(
    file: BinaryIO, keywords: Collection[str], comment_tags: Any, options: Mapping[str, str]
) -> Iterator[Found]:
    """Every message id of one file with its line, in the form Babel asks for."""
    found = {(line, text) for node in ast.walk(ast.parse(file.read())) for line, text in _ids(node, keywords) if text}
    for line, text in sorted(found):
        yield line, "", text, []


def _ids(node: ast.AST, keywords: Collection[str]) -> Iterator[tuple[int, str]]:
    match node:
        case ast.Call():
            name = ast.unparse(node.func).rpartition(".")[2]
            values = [word.value for word in node.keywords if word.arg in KEYWORDS]
            values += node.args[:1] if name in keywords else node.args[1:2] if name in LABELLED else []
            for value in values:
                yield from _text(value)
        case ast.ClassDef():
            for one in node.body:
                if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "message":
                    yield from _text(one.value)
                if isinstance(one, ast.AnnAssign) and one.value and ast.unparse(one.target) == "message":
                    yield from _text(one.value)
        case ast.FunctionDef() if any(_is_command(decorator) for decorator in node.decorator_list):
            yield node.lineno, ast.get_docstring(node) or ""


def _text(node: ast.expr) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value


def _is_command(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and ast.unparse(decorator.func).rpartition(".")[2] in {"command", "group"}
