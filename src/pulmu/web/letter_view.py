"""What a firm was told of its application, word for word as its letter says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulmu.locale import Language, text
from pulmu.locale.selection_words import points_number
from pulmu.model.decision import Decision, Decisions
from pulmu.services.letters.drawing import LetterDrawing
from pulmu.services.letters.own import OwnLetter


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """A decision on a page.

    Parameters
    ----------
    standing : Own points against the line and the passing points, with the margin; empty without points.
    nearest : What would have had to be different, where that is a number of points.
    """

    letter: OwnLetter
    is_good: bool
    outcome: str
    granted: tuple[tuple[str, str], ...]
    points: tuple[tuple[str, str, str], ...]
    standing: tuple[tuple[str, str], ...]
    reasons: Sequence[Mapping[str, str]]
    nearest: str
    appeal: tuple[str, ...]


def shown_decision(letter: OwnLetter, drawing: LetterDrawing, language: Language) -> ShownDecision | None:
    """A letter in the reader's words; None where it cannot be read."""
    if letter.told is None or letter.decision is None:
        return None
    found = drawing.words(letter.told, letter.decision, language)
    values = found.values

    def pairs(*names: str) -> tuple[tuple[str, str], ...]:
        said = ((text(f"decision_letter.{name}", language), values[name]) for name in names)
        return tuple((name, words) for name, words in said if words)

    points = tuple(
        (item["criterion.name"], item["criterion.points"], item["criterion.most"]) for item in found.lists["criteria"]
    )
    rank = values["rank"] and text("decision_letter.rank_of", language, rank=values["rank"], ranked=values["ranked"])
    ranked = ((text("decision_letter.rank", language), rank),) if rank else ()
    return ShownDecision(
        letter=letter, is_good=letter.decision.outcome == "selected", outcome=values["outcome_sentence"],
        granted=pairs("amount", "award", "track"), points=points,
        standing=(*pairs("total", "line", "margin", "passing"), *ranked),
        reasons=found.lists["reasons"], nearest=_nearest(letter.told, letter.decision, language),
        appeal=_appeal(values, language),
    )  # fmt: skip


def _nearest(told: Decisions, decision: Decision, language: Language) -> str:
    """How many points more would have reached the line, or passed."""
    total = decision.total_hundredths
    lines = [item for item in (decision.last_selected_hundredths, told.call.passing_hundredths) if item is not None]
    if decision.outcome in ("selected", "not_eligible", "incomplete") or total is None or not lines:
        return ""
    short = max(lines) - total
    return text("web.own_letter.nearest", language, points=points_number(short)) if short > 0 else ""


def _appeal(values: Mapping[str, str], language: Language) -> tuple[str, ...]:
    return (
        *(values[name] for name in ("appeal_sentence", "appeal_law") if values[name]),
        *([text("decision_letter.appeal_to", language, to=values["appeal_to"])] if values["appeal_to"] else []),
    )
