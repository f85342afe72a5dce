"""Awards as a ladder, and how sure a place is: as the page of a selection shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.locale import Language, percent, text
from pulmu.locale.selection_words import points_number
from pulmu.model.call import Call
from pulmu.web.rule_words import called

_MOST_NAMED = 12
_WIDE = 100


@dataclass(frozen=True, slots=True)
class ShownRung:
    """A kind of award: how many of it are given, who stands on it, and the points of the last."""

    name: str
    filled: str
    is_full: bool
    names: list[str]
    more: int
    line: str


@dataclass(frozen=True, slots=True)
class ShownChance:
    """How often an application is chosen again: numbers for a bar of 100, and words."""

    share: int
    low: int
    high: int
    said: str
    is_border: bool


def rungs_of(tree: Mapping[str, Any], call: Call, language: Language) -> list[ShownRung]:
    """The ladder of a kept selection, highest first; nothing where the call gives no awards."""
    rows: list[Any] = tree["applications"]
    return [
        _rung(called(item, language), int(item.places), [row for row in rows if row.get("award") == item.id], language)
        for item in (call.ladder.rungs if call.ladder is not None else ())
    ]


def _rung(name: str, places: int, rows: list[dict[str, Any]], language: Language) -> ShownRung:
    line = min((row["reason"]["total"] for row in rows), default=None)
    said = "" if line is None else text("web.call_selection.rung.line", language, points=points_number(line))
    return ShownRung(
        name, f"{len(rows):,}/{places:,}", len(rows) >= places, [str(row["name"]) for row in rows[:_MOST_NAMED]],
        max(0, len(rows) - _MOST_NAMED), said,
    )  # fmt: skip


def shown_chance(tree: Mapping[str, Any], key: str, language: Language) -> ShownChance | None:
    """The chance of one application; None where none was drawn."""
    chances = tree.get("chances") or {}
    told = chances.get("each", {}).get(key)
    if told is None:
        return None
    share, low, high = (round(_WIDE * told[name]) for name in ("share", "low", "high"))
    said = text("web.call_selection.chance.share", language, share=percent(told["share"], language), low=low, high=high)
    return ShownChance(share, low, high, said, key in chances["border"])


def drawn_words(tree: Mapping[str, Any], call: Call, language: Language) -> list[str]:
    """How chances were drawn, what they rest on and what they say together."""
    chances = tree.get("chances")
    if not chances:
        return []
    evened = call.reviewing is not None and call.reviewing.calibration == "additive"
    lines = [
        text("web.call_selection.chance.kept", language, draws=f"{chances['draws']:,}",
             kept=percent(chances["kept"], language)),
        text(f"web.call_selection.chance.{'evened' if evened else 'reviewers'}", language),
        text("web.call_selection.chance.border", language, count=len(chances["border"])),
    ]  # fmt: skip
    if call.ladder is not None:
        lines.append(text("web.call_selection.chance.award", language))
    if chances["unmet"]:
        lines.append(text("web.call_selection.chance.unmet", language, count=chances["unmet"]))
    return lines
