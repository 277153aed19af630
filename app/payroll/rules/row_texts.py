"""One text a person for very many people: written column by column, a thousand people at a time.

A thousand rows stay in the processor's cache, which makes this twice as fast as all of them at once.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat

import numpy as np
import orjson
from numpy.typing import NDArray

from app.payroll.rules.vectorised.exact import Ints

CHUNK = 1000
Texts = NDArray[np.object_]
Part = str | Texts | Ints
"""Of a row: a text the same in every row, or one text or one whole number a row."""


def row_texts(parts: Sequence[Part], rows: int) -> list[str]:
    """The parts of every row joined."""
    texts: list[str] = []
    for start in range(0, rows, CHUNK):
        chunk = slice(start, start + CHUNK)
        texts += map("".join, zip(*(_texts(part, chunk) for part in parts), strict=False))
    return texts


def _texts(part: Part, chunk: slice) -> Sequence[str] | Iterator[str]:
    if isinstance(part, str):
        return repeat(part)
    if part.dtype == np.object_:
        texts: list[str] = part[chunk].tolist()
        return texts
    numbers = np.ascontiguousarray(part[chunk])
    return orjson.dumps(numbers, option=orjson.OPT_SERIALIZE_NUMPY).decode()[1:-1].split(",")


def text_of_each(values: Ints, write: Callable[[int], str]) -> Texts:
    """Each value's text; every distinct value is written once."""
    distinct, codes = np.unique(values, return_inverse=True)
    return as_texts([write(value) for value in distinct.tolist()])[codes]


def as_texts(texts: Sequence[str]) -> Texts:
    """Texts as an array."""
    array: Texts = np.empty(len(texts), dtype=np.object_)
    array[:] = texts
    return array
