"""Which is better of a figure: more of it, or less; None where that depends on who asks."""

from typing import Literal

Better = Literal["more", "less"]
_BY_LAST: dict[str, Better] = {
    **dict.fromkeys(("good", "good_per_h", "good_t"), "more"),
    **dict.fromkeys(("scrap", "scrap_share", "reworked", "inside", "flow_h", "queue", "wait_h", "lost"), "less"),
    **dict.fromkeys(("cost_krw", "cost_per_piece", "cost_per_t", "amount", "per_piece", "per_t"), "less"),
}  # fmt: skip
_STATES = ("blocked", "down", "waiting", "heating", "set_up", "maintenance")
_OF_STATION: dict[str, Better] = {"stops": "less", "carrier": "less"}


def better_of(figure: str) -> Better | None:
    """By the figure's name: good pieces more, scrap, waiting, cost and what a tonne carries less."""
    parts = figure.split(".")
    if parts[0] == "balance":
        return "less"
    if parts[0] == "station" and len(parts) > 3:
        kind = parts[-2]
        return _OF_STATION.get(kind) or ("less" if kind in ("hours", "share") and parts[-1] in _STATES else None)
    return _BY_LAST.get(parts[-1])
