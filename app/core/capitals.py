"""大写金额: amounts in capital Chinese numerals (pay rules, section 5, invariant 1)."""

import cn2an

from app.core.money import Fen, yuan

_LIMIT = 10**18


def capital_amount(fen: Fen) -> str:
    """The amount in capitals: 整 after whole yuan, nothing after 角, one 零 between 元 and 分 alone."""
    if abs(fen) >= _LIMIT:
        raise ValueError(f"{fen} fen is too large to be written in capitals")
    return str(cn2an.an2cn(yuan(fen), "rmb"))
