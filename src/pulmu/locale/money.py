"""Won as people write them: in 억 and 조 where that loses nothing."""

import math

from pulmu.locale.words import Language

_EOK, _JO = 10**8, 10**12


def won(value: float, language: Language) -> str:
    """An amount of won: ``1,800억 원``, ``KRW 180 bn``; every digit where a shorter form would round.

    Parts of a won are cut off: a limit is met or not by whole won, and averages show what is whole.
    """
    if not math.isfinite(value):
        return "∞"
    amount = math.floor(abs(value) + 1e-6)
    sign = "-" if value < 0 and amount else ""
    return sign + (_korean(amount) if language == "ko" else _english(amount))


def _korean(amount: int) -> str:
    if amount >= _EOK and amount % 1_000_000 == 0:
        jo, rest = divmod(amount, _JO)
        eok = rest / _EOK
        parts = [f"{jo:,}조"] * bool(jo) + [f"{eok:,.2f}".rstrip("0").rstrip(".") + "억"] * bool(rest)
        return " ".join(parts) + " 원"
    return f"{amount:,}원"


def _english(amount: int) -> str:
    if amount >= 10**9 and amount % 10_000_000 == 0:
        return f"KRW {amount / 10**9:,.2f}".rstrip("0").rstrip(".") + " bn"
    return f"KRW {amount:,}"
