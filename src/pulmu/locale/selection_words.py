"""Why an application was chosen or not, in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pulmu.locale.money import won
from pulmu.locale.words import Language, has_text, text
from pulmu.support.selection import Bar, Cause, Conflict, LimitName, Mend, Nearest, Unfilled

_MONEY = ("budget", "track_budget")
_QUOTAS = ("quota_least", "quota_most", "quota_least_share", "quota_most_share", "kept_for_quota")


@dataclass(frozen=True, slots=True)
class CallNames:
    """Names of a call's parts in the reader's language, by id."""

    quotas: Mapping[str, str] = field(default_factory=dict)
    tracks: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    awards: Mapping[str, str] = field(default_factory=dict)


def points_words(hundredths: int, language: Language) -> str:
    """Points as they are counted: ``87.33점``, ``87.33 points``; no digit is left out."""
    return text("selection.points", language, points=points_number(hundredths))


def points_number(hundredths: int) -> str:
    """Points without their word: ``87.33``, ``1,204.5``."""
    whole, rest = divmod(abs(hundredths), 100)
    decimals = f".{rest:02d}".rstrip("0").rstrip(".") if rest else ""
    return f"{'-' if hundredths < 0 else ''}{whole:,}{decimals}"


def cause_words(cause: Cause, total: int, names: CallNames, language: Language, last_total: int | None = None) -> str:
    """One thing that stood in the way, with its margin.

    Parameters
    ----------
    total, last_total : Points of the application, and of the last one chosen. [hundredths of a point]
    """
    others = ", ".join(cause.others)
    values: dict[str, object] = {"others": others}
    if cause.kind == "below_passing":
        values |= {"limit": points_number(cause.limit or 0), "has": points_number(cause.left or 0),
                   "short": points_number(cause.asked or 0)}  # fmt: skip
        return text("selection.cause.below_passing", language, **values)
    values["name"] = (
        names.quotas.get(cause.id, cause.id) if cause.kind in _QUOTAS else names.tracks.get(cause.id, cause.id)
    )
    if cause.kind in _MONEY:
        values |= {name: won(value or 0, language) for name, value in
                   (("limit", cause.limit), ("left", max(0, cause.left or 0)), ("asked", cause.asked))}  # fmt: skip
    else:
        values["limit"] = "" if cause.limit is None else f"{cause.limit:,}"
    key = f"selection.cause.{cause.kind}"
    if cause.tie_key is not None:
        tie = names.keys.get(cause.tie_key, cause.tie_key)
        return text(f"{key}_tie", language, **values, by=tie, total=points_number(total))
    if cause.kind in ("places", "track_places"):
        if last_total is None:
            return text("selection.cause.no_places", language)
        values |= {"total": points_number(total), "last": points_number(last_total)}
        return text(key if total <= last_total else f"{key}_above", language, **values)
    if cause.kind == "kept_for_quota" and cause.limit in (None, 0):
        key += "_share"
    return text(key, language, **values)


def bar_words(bar: Bar, names: CallNames, language: Language) -> str:
    """Why one kind of award was not given."""
    values: dict[str, object] = {
        "award": names.awards.get(bar.award, bar.award),
        "name": names.quotas.get(bar.quota, bar.quota),
    }
    in_points = bar.kind in ("below_passing", "below_points", "places")
    for name, value in (("asked", bar.asked), ("has", bar.has)):
        values[name] = "" if value is None else points_number(value) if in_points else str(value)
    if bar.kind == "places" and bar.asked is None:
        return text("selection.bar.no_places", language, **values)
    if bar.tie_key is not None:
        by = names.keys.get(bar.tie_key, bar.tie_key)
        return text(f"selection.bar.{bar.kind}_tie", language, **values, by=by)
    if bar.had is not None:
        values["had"] = names.awards.get(bar.had.kind, bar.had.kind)
        values["year"] = "" if bar.had.year is None else str(bar.had.year)
    key = f"selection.bar.{bar.kind}"
    if bar.kind == "repeat" and bar.had is not None and bar.had.year is None:
        key += "_untold"
    if bar.kind == "repeat_unknown" and bar.had is not None:
        key += "_year"
    return text(key, language, **values)


def nearest_words(nearest: Nearest, language: Language) -> str:
    """What would have had to be different."""
    if nearest.is_chosen:
        return text("selection.nearest.can_lose", language, points=points_number(nearest.points or 0))
    if nearest.points is None:
        found = text("selection.nearest.no_points", language)
    else:
        found = text("selection.nearest.needs", language, points=points_number(nearest.points))
    if nearest.amount_krw is not None:
        found += " " + text("selection.nearest.asks", language, amount=won(nearest.amount_krw, language))
    return found


def conflict_lines(conflict: Conflict, names: CallNames, language: Language) -> list[str]:
    """Terms that cannot be met together: each as it stands, and what would do in its place."""
    return [_mend_line(mend, names, language) for mend in conflict.mends]


def limit_words(name: LimitName, names: CallNames, language: Language) -> str:
    """A term by its name."""
    shown = names.quotas.get(name.id, name.id) if name.kind in _QUOTAS else names.tracks.get(name.id, name.id)
    return text(f"selection.limit.{name.kind}", language, name=shown)


def _mend_line(mend: Mend, names: CallNames, language: Language) -> str:
    shown = limit_words(mend.name, names, language)
    if mend.stands is None:
        return text("selection.mend.give_up", language, term=shown)
    values = {key: won(value, language) if mend.name.kind in _MONEY else f"{value:,}" for key, value in
              (("stands", mend.stands), ("would_do", mend.would_do or 0))}  # fmt: skip
    key = "selection.mend.none_do" if mend.would_do is None else "selection.mend.would_do"
    return text(key, language, term=shown, **values)


def unfilled_words(unfilled: Unfilled, names: CallNames, language: Language) -> str:
    """Places of a kind of award that stayed empty, and what kept those left from it."""
    award = names.awards.get(unfilled.award, unfilled.award)
    why = [text(f"selection.barred.{kind}", language, count=count) for kind, count in unfilled.barred
           if has_text(f"selection.barred.{kind}", language)]  # fmt: skip
    joined = "; ".join(why) or text("selection.barred.nobody", language)
    return text("selection.unfilled", language, award=award, given=unfilled.given, places=unfilled.places, why=joined)


def joined(parts: Iterable[str]) -> str:
    """Several reasons as one line."""
    return "; ".join(parts)
