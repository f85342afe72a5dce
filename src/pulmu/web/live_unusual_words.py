"""What was unusual at a plant, in a sentence."""

from datetime import UTC, datetime

from pulmu.locale import Language, has_text, plain, text
from pulmu.services.accounts.identify import ZONE
from pulmu.services.live_links.happened import Oddity

_NUMBERS = frozenset(("range", "jump", "step", "clock", "unexplained"))
"""Of these a unit is told."""


def oddity_text(item: Oddity, language: Language) -> str:
    """What was seen, what was usual, and since when that was learned."""
    key = f"cli.unusual.aspect.{item.aspect}"
    if not has_text(key, language):
        return plain(f"{item.aspect} {item.seen}", 200)
    shown = _hour if item.aspect == "hour" else _shown
    since = "-" if item.since is None else f"{item.since.astimezone(ZONE):%Y-%m-%d}"
    unit = f" {item.unit}" if item.unit != "1" and item.aspect in _NUMBERS else ""
    said = text(
        key, language, seen=shown(item.seen), low=shown(item.low), high=shown(item.high), unit=unit, since=since
    )
    return said + (text("cli.unusual.more", language, count=item.more) if item.more else "")


def _shown(value: object) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:,.5g}" if is_number else plain(str(value), 80)


def _hour(value: object) -> str:
    """An hour of the day by the clock of the place; it was learned by UTC."""
    try:
        hour = int(float(str(value))) % 24
    except (ValueError, OverflowError):
        return plain(str(value), 20)
    return f"{datetime(2026, 1, 1, hour, tzinfo=UTC).astimezone(ZONE).hour}"
