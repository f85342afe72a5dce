"""Won as people write them: in 만, 억 and 조 where that loses nothing."""

import math

from pulmu.locale.words import Language

_MAN, _EOK, _JO = 10**4, 10**8, 10**12


def won(value: float, language: Language) -> str:
    """An amount of won: ``1,800억 원``, ``KRW 180 bn``; every digit where a shorter form would round.

    Parts of a won are cut off: a limit is met or not by whole won, and averages show what is whole.
    """
    if not math.isfinite(value):
        return "∞"
    amount = math.floor(abs(value) + 1e-6)
    sign = "-" if value < 0 and amount else ""
    return sign + (_korean(amount) if language == "ko" else _english(amount))


def about_won(value: float, language: Language) -> str:
    """An amount that is an estimate, with three digits that count: ``약 655억 원``, ``about KRW 65.5 bn``."""
    if not math.isfinite(value) or value == 0:
        return won(value, language)
    step = 10 ** (math.floor(math.log10(abs(value))) - 2)
    rounded = math.floor(abs(value) / step + 0.5) * step
    shown = won(math.copysign(rounded, value), language)
    return f"약 {shown}" if language == "ko" else f"about {shown}"


def stepped_won(value: float, language: Language) -> str:
    """An amount in two steps at most, what is rounded said to be: ``약 391억 6,667만 원``, ``about KRW 39.17 bn``."""
    if not math.isfinite(value):
        return won(value, language)
    amount = math.floor(abs(value) + 1e-6)
    step = (_EOK if amount >= _JO else _MAN if amount >= _EOK else 1) if language == "ko" else _step_in_english(amount)
    rounded = (amount + step // 2) // step * step
    shown = won(math.copysign(rounded, value), language)
    return shown if rounded == amount else f"{'약' if language == 'ko' else 'about'} {shown}"


def _step_in_english(amount: int) -> int:
    return 10_000_000 if amount >= 10**9 else 1


def _korean(amount: int) -> str:
    """In 조, 억 and 만, two of them at most; every digit where that would leave something out."""
    if amount == 0 or amount % _MAN:
        return f"{amount:,}원"
    jo, rest = divmod(amount, _JO)
    eok, man = divmod(rest, _EOK)
    parts = [f"{jo:,}조"] * bool(jo) + [f"{eok:,}억"] * bool(eok) + [f"{man // _MAN:,}만"] * bool(man)
    return " ".join(parts) + " 원" if len(parts) <= 2 else f"{amount:,}원"


def _english(amount: int) -> str:
    if amount >= 10**9 and amount % 10_000_000 == 0:
        return f"KRW {amount / 10**9:,.2f}".rstrip("0").rstrip(".") + " bn"
    return f"KRW {amount:,}"
