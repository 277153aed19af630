"""大写金额: amounts in capital Chinese numerals (pay rules, section 5, invariant 1)."""

from functools import cache
from typing import Any

from app.core.money import Fen, yuan

_LIMIT = 10**18


def capital_amount(fen: Fen) -> str:
    """The amount in capitals: 整 after whole yuan, nothing after 角, one 零 between 元 and 分 alone."""
    if abs(fen) >= _LIMIT:
        raise ValueError(f"{fen} fen is too large to be written in capitals")
    return str(_cn2an().an2cn(yuan(fen), "rmb"))


@cache
def _cn2an() -> Any:
    """The engine, loaded when the first amount is written: it takes longer to load than most commands run."""
    import cn2an

    return cn2an
