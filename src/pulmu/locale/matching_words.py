"""Why a wish did not come true, and what limits a pair, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from pulmu.locale.money import won
from pulmu.locale.words import Language, plain, text


def missed_words(item: Mapping[str, Any], language: Language) -> str:
    """Why a wish did not come true; `item` holds what a `WishMissed` holds."""
    why = str(item["why"])
    if why in ("full", "kind_full") and not item["places"]:
        why = "no_places" if why == "full" else "kind_none"
    if why in ("lot", "kind_lot") and item["last_lot"] > item["lot"]:
        why = "tied"
    words = {name: plain(value) if isinstance(value, str) else value for name, value in item.items()}
    words["by"] = text(f"match.side.{item['by']}", language) if item["by"] else ""
    words |= {"cost": won(item["cost_krw"], language), "left": won(max(0, item["left_krw"]), language)}
    return text(f"match.why.{why}", language, **words)


def limit_words(item: Mapping[str, Any], named: Callable[[str], str], language: Language) -> str:
    """Whose limit it is and what it asks or allows; `item` holds what a `LimitOfRound` holds."""
    kind = str(item["limit"])
    is_money = kind in ("budget", "pool")
    amount = won(item["amount"], language) if is_money else f"{item['amount']:,}"
    of = str(item["of"]) if kind == "pool" else named(str(item["of"]))
    return text(f"match.limit.{kind}", language, of=of, kind=plain(str(item["kind"])), amount=amount)
