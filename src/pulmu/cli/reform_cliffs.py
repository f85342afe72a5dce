"""What `pulmu reform --cliffs` prints: firms around each limit, and what crossing it costs."""

from typing import TYPE_CHECKING

from pulmu.cli.screen import Screen
from pulmu.locale import about_won, rule_name, size_words, won

if TYPE_CHECKING:
    from pulmu.services.reform_effect import CliffSide, CrossingCost, Spread, ThresholdCliff

_MOST_NAMED = 4
_BAR = 20


def print_cliffs(cliffs: "tuple[ThresholdCliff, ...]", programmes: dict[str, str], screen: Screen) -> None:
    """Every limit that firms stand near, before the reform, and after it where that differs."""
    screen.title(screen.text("cli.reform.cliffs.title"))
    screen.line(screen.text("cli.reform.cliffs.read"))
    far = 0
    for cliff in cliffs:
        if not _stands_near(cliff.before) and not _stands_near(cliff.after):
            far += 1
            continue
        screen.title(_name(cliff, programmes, screen))
        if cliff.before is not None:
            _print_side(cliff, cliff.before, programmes, screen)
        if cliff.after != cliff.before and cliff.after is not None:
            screen.line(screen.text("cli.reform.cliffs.after"))
            _print_side(cliff, cliff.after, programmes, screen)
    if far:
        screen.line("")
        screen.line(screen.text("cli.reform.cliffs.far", limits=far))


def _stands_near(side: "CliffSide | None") -> bool:
    return side is not None and bool(side.within[1] + side.beyond[1])


def _name(cliff: "ThresholdCliff", programmes: dict[str, str], screen: Screen) -> str:
    head = cliff.parameter.split(".", maxsplit=1)[0]
    side = screen.text(f"cli.reform.cliffs.{cliff.side}")
    name = rule_name(cliff.rule, screen.language)
    if head in programmes:
        fact = screen.text(f"cli.reform.cliffs.fact.{cliff.fact}")
        name = screen.text("cli.reform.cliffs.of_programme", programme=programmes[head], fact=fact, side=side)
    limits = sorted({row.limit for side in (cliff.before, cliff.after) if side is not None
                     for row in side.rows if row.limit is not None})  # fmt: skip
    return f"{name} ({_limits(cliff.fact, limits, screen)})" if limits else name


def _limits(fact: str, limits: list[float], screen: Screen) -> str:
    ends = dict.fromkeys((limits[0], limits[-1]))
    said = [won(limit, screen.language) if fact != "regular_employees" else f"{limit:,.0f}" for limit in ends]
    return " – ".join(said)


def _print_side(cliff: "ThresholdCliff", side: "CliffSide", programmes: dict[str, str], screen: Screen) -> None:
    names = ("within", "within_20", "beyond", "beyond_20")
    words = {name: f"{firms:,}" for name, firms in zip(names, (*side.within, *side.beyond), strict=True)}
    screen.line("  " + screen.text("cli.reform.cliffs.near", **words))
    _print_bins(cliff, side, screen)
    for cost in side.costs:
        _print_cost(cost, cliff.of_size, programmes, screen)


def _print_bins(cliff: "ThresholdCliff", side: "CliffSide", screen: Screen) -> None:
    """Bins near the limit; the lowest and the highest hold most of the nation, and say nothing of the limit."""
    shown = range(1, len(side.firms) - 1)
    most = max((side.firms[place] for place in shown), default=0) or 1
    for place in shown:
        low, high = cliff.edges[place - 1], cliff.edges[place]
        bar = screen.block(round(_BAR * side.firms[place] / most))
        screen.line(f"    {low:>5.0%} – {high:<5.0%} {side.firms[place]:>12,}  {bar}".rstrip())


def _print_cost(cost: "CrossingCost", of_size: bool, programmes: dict[str, str], screen: Screen) -> None:
    state = "used_up" if cost.grace_used_up else "at_once" if of_size else "plain"
    words = {"near": f"{cost.within * 100:.0f} %", "losing": f"{cost.losing:,}", "firms": f"{cost.firms:,}"}
    screen.line("  " + screen.text(f"cli.reform.cliffs.cost.{state}", **words))
    if cost.firms < cost.of:
        screen.line("    " + screen.text("cli.reform.cliffs.some_of", firms=f"{cost.firms:,}", of=f"{cost.of:,}"))
    for move in sorted(cost.classes, key=lambda item: -(item.firms or 0))[:_MOST_NAMED]:
        before, after = (size_words(labels, screen.language) for labels in (move.before, move.after))
        screen.line(f"    {before} → {after}: {move.firms:,}")
    if cost.programmes_lost is not None:
        screen.line("    " + _spread("programmes", [f"{value:.0f}" for value in _three(cost.programmes_lost)], screen))
    if cost.support_lost_krw is not None:
        amounts = [about_won(value, screen.language) for value in _three(cost.support_lost_krw)]
        screen.line("    " + _spread("support", amounts, screen))
    if cost.not_bounded:
        screen.line("    " + screen.text("cli.reform.cliffs.not_bounded", firms=f"{cost.not_bounded:,}"))
    if cost.programmes:
        named = ", ".join(
            f"{programmes.get(item.programme, item.programme)} {item.firms:,}" for item in cost.programmes[:_MOST_NAMED]
        )
        screen.line("    " + screen.text("cli.reform.cliffs.most_often", named=named))


def _spread(what: str, three: list[str], screen: Screen) -> str:
    """The median with its quartiles; alone where they are the same."""
    low, median, high = three
    key = "one" if low == high else "several"
    return screen.text(f"cli.reform.cliffs.{what}.{key}", low=low, median=median, high=high)


def _three(spread: "Spread") -> tuple[float, float, float]:
    return spread.low, spread.median, spread.high
