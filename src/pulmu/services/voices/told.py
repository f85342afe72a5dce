"""What an agency tells of a theme, to those who raised it and to all of the place: a copy that was sent."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Literal

from pulmu.model import Document, decode, encode, has_errors
from pulmu.model.attribute import Bounds, Most, Text
from pulmu.model.flow import Words
from pulmu.model.theme import ThemeStatus
from pulmu.model.voice import Area, Told
from pulmu.services.reform_effect import ReformEffect

_AnyText = Annotated[str, Text(4000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldProposal:
    """The reform a theme was turned into.

    Parameters
    ----------
    programmes : Names of programmes of the agency's own, in Korean and English, by id.
    effect : What it was computed to do: counts that would tell of single firms are hidden in it already.
    """

    id: str
    name_ko: Words
    name_en: Words = ""
    note_ko: _AnyText = ""
    note_en: _AnyText = ""
    parameters: Annotated[tuple[str, ...], Most(500)] = ()
    programmes: dict[str, tuple[str, ...]]
    effect: ReformEffect | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTheme:
    """A theme as it is told.

    Parameters
    ----------
    firms : How many raised it; None where they are too few to be told.
    names : Of those that let their name be shown.
    voice : The reader's own voice that is answered; empty for all.
    """

    pulmu: Literal["told_theme/1"] = "told_theme/1"
    theme: str
    number: Annotated[int, Bounds(1, 1_000_000_000)]
    agency: _AnyText = ""
    title: Words
    text: Told = ""
    area: Area = "other"
    status: ThemeStatus = "gathered"
    reason: Told = ""
    answer: Told = ""
    firms: Annotated[int | None, Bounds(1, 1_000_000)] = None
    names: Annotated[tuple[str, ...], Most(5_000)] = ()
    proposal: ToldProposal | None = None
    voice: str = ""


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """What was told, by whom and when."""

    agency: str
    agency_name: str
    at: datetime
    told: ToldTheme


def content_of(told: ToldTheme) -> str:
    """As it is sent."""
    return json.dumps(encode(told, full=True), ensure_ascii=False, sort_keys=True, allow_nan=False)


def told_in(content: str) -> ToldTheme | None:
    """What was sent; None where that cannot be read, as where a later version of Pulmu wrote it."""
    try:
        tree: Any = json.loads(content)
    except ValueError:
        return None
    decoded = decode(ToldTheme, Document(tree, "answer"))
    return None if has_errors(decoded.problems) else decoded.value


def shown_effect(effect: ReformEffect) -> ReformEffect:
    """The part of an effect that is told: what moves, without groups, limits and other populations."""
    moved = tuple(
        replace(item, where=(), take_up=())
        for item in effect.programmes
        if item.gain != 0 or item.lose != 0 or item.budget_krw[0] != item.budget_krw[1]
    )
    return replace(effect, programmes=moved, cliffs=(), sensitivity=None)
