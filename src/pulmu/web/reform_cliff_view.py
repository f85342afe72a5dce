"""Firms around each limit as a page shows them: a distribution with the limit as a line, and what crossing costs."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.locale import Language, about_won, rule_name, size_words, text, won
from pulmu.services.reform_effect import CliffSide, CrossingCost, Spread, ThresholdCliff
from pulmu.web.charts.distribution import distribution
from pulmu.web.reform_words import Programmes, programme_name

_WORDS = "cli.reform.cliffs"
_MOST = 4
_SHOWN = 12
"""Limits that are drawn; those with most firms near them."""


@dataclass(frozen=True, slots=True)
class SideShown:
    """Before or after the reform."""

    name: str
    picture: str
    near: str
    costs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CliffShown:
    """One limit."""

    name: str
    sides: tuple[SideShown, ...]


def cliffs_shown(
    cliffs: tuple[ThresholdCliff, ...], programmes: Programmes, language: Language
) -> tuple[tuple[CliffShown, ...], int]:
    """Limits firms stand near, those with most of them first, and how many more there are."""
    near = sorted((item for item in cliffs if _near(item)), key=lambda item: -_near(item))
    return tuple(_shown(item, programmes, language) for item in near[:_SHOWN]), len(cliffs) - len(near[:_SHOWN])


def _near(cliff: ThresholdCliff) -> int:
    return max(_of_side(cliff.before), _of_side(cliff.after))


def _of_side(side: CliffSide | None) -> int:
    return 0 if side is None else side.within[1] + side.beyond[1]


def _shown(cliff: ThresholdCliff, programmes: Programmes, language: Language) -> CliffShown:
    name = _name(cliff, programmes, language)
    sides = [("before", cliff.before)]
    sides += [("after", cliff.after)] if cliff.after != cliff.before else []
    return CliffShown(name, tuple(
        _side(cliff, key, side, name, programmes, language) for key, side in sides if side is not None
    ))  # fmt: skip


def _name(cliff: ThresholdCliff, programmes: Programmes, language: Language) -> str:
    head, name = cliff.parameter.partition(".")[0], rule_name(cliff.rule, language)
    if head in programmes:
        fact, side = text(f"{_WORDS}.fact.{cliff.fact}", language), text(f"{_WORDS}.{cliff.side}", language)
        programme = programme_name(head, programmes, language)
        name = text(f"{_WORDS}.of_programme", language, programme=programme, fact=fact, side=side)
    limits = sorted({row.limit for side in (cliff.before, cliff.after) if side is not None
                     for row in side.rows if row.limit is not None})  # fmt: skip
    ends = dict.fromkeys((limits[0], limits[-1])) if limits else {}
    said = [won(limit, language) if cliff.fact != "regular_employees" else f"{limit:,.0f}" for limit in ends]
    return f"{name} ({' – '.join(said)})" if said else name


def _side(
    cliff: ThresholdCliff, key: str, side: CliffSide, name: str, programmes: Programmes, language: Language
) -> SideShown:
    word = text(f"web.reform.cliffs.{key}", language)
    bins = side.firms[1:-1]  # the lowest and the highest hold most of the nation, and say nothing of the limit
    said = [
        text("web.reform.cliffs.bin", language, low=f"{low:.0%}", high=f"{high:.0%}", firms=f"{firms:,}")
        for low, high, firms in zip(cliff.edges[:-1], cliff.edges[1:], bins, strict=True)
    ]
    names = ("within", "within_20", "beyond", "beyond_20")
    counts = {name: f"{firms:,}" for name, firms in zip(names, (*side.within, *side.beyond), strict=True)}
    costs = tuple(line for cost in side.costs for line in _cost(cost, cliff.of_size, programmes, language))
    picture = distribution(f"{name}, {word}", cliff.edges, bins, said, passes_under=cliff.side == "under")
    return SideShown(word, picture, text(f"{_WORDS}.near", language, **counts), costs)


def _cost(cost: CrossingCost, of_size: bool, programmes: Programmes, language: Language) -> Iterator[str]:
    state = "used_up" if cost.grace_used_up else "at_once" if of_size else "plain"
    words = {"near": f"{cost.within * 100:.0f} %", "losing": f"{cost.losing:,}", "firms": f"{cost.firms:,}"}
    said = [text(f"{_WORDS}.cost.{state}", language, **words)]
    if cost.firms < cost.of:
        said.append(text(f"{_WORDS}.some_of", language, firms=f"{cost.firms:,}", of=f"{cost.of:,}"))
    for move in sorted(cost.classes, key=lambda item: -(item.firms or 0))[:_MOST]:
        before, after = (size_words(labels, language) for labels in (move.before, move.after))
        said.append(f"{before} → {after}: {move.firms or 0:,}")
    if cost.programmes_lost is not None:
        low, middle, high = (f"{value:.0f}" for value in _three(cost.programmes_lost))
        said.append(_spread("programmes", low, middle, high, language))
    if cost.support_lost_krw is not None:
        low, middle, high = (about_won(value, language) for value in _three(cost.support_lost_krw))
        said.append(_spread("support", low, middle, high, language))
    if cost.not_bounded:
        said.append(text(f"{_WORDS}.not_bounded", language, firms=f"{cost.not_bounded:,}"))
    if cost.programmes:
        named = ", ".join(f"{programme_name(item.programme, programmes, language)} {item.firms:,}"
                          for item in cost.programmes[:_MOST])  # fmt: skip
        said.append(text(f"{_WORDS}.most_often", language, named=named))
    yield ". ".join(line.strip().rstrip(".") for line in said) + "."


def _spread(what: str, low: str, middle: str, high: str, language: Language) -> str:
    """A median and between what half of the firms lie; one number where they are the same."""
    if low == high:
        return text(f"{_WORDS}.{what}.one", language, median=middle)
    return text(f"{_WORDS}.{what}.several", language, low=low, median=middle, high=high)


def _three(spread: Spread) -> tuple[float, float, float]:
    return spread.low, spread.median, spread.high
