"""Offers and labelled questions written for the purpose: who made them and how they are labelled stands beside them."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pulmu.model.offer import Offer

FOLDER = Path(__file__).with_name("search")
_SUPPLIERS = ("가온", "나래", "다온", "라온", "마루", "바른", "새빛", "아람", "온누리", "지음", "참솔", "하늘")
_KINDS = ("테크", "시스템", "엔지니어링", "솔루션")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An offer with what it is, as its author says: hidden from search."""

    offer: Offer
    topic: str
    aspects: frozenset[str]


@dataclass(frozen=True, slots=True)
class Question:
    """A need as somebody would say it, and what would serve it.

    Parameters
    ----------
    main : Topics that serve it.
    aspect : The machine, process or trade it is about; empty where it does not matter.
    near : Topics that serve it in part.
    is_held_out : Not looked at while weights were chosen.
    """

    language: str
    text: str
    main: frozenset[str]
    aspect: str
    near: frozenset[str]
    is_held_out: bool


def labelled_offers() -> tuple[Labelled, ...]:
    """All offers."""
    return tuple(_labelled(number, row) for number, row in enumerate(_rows("offers.csv")))


def _labelled(number: int, row: dict[str, str]) -> Labelled:
    is_english = row["title"].isascii()
    offer = Offer(
        id=f"offer_{number:03d}",
        supplier=f"{_SUPPLIERS[number % 12]}{_KINDS[number % 4]}",
        title=row["title"],
        text="" if is_english else row["text"],
        text_en=row["text"] if is_english else "",
        kinds=tuple(row["kinds"].split(";")),  # type: ignore[arg-type]
        standards=tuple(filter(None, row["standards"].split(";"))),
        regions=tuple(filter(None, row["regions"].split(";"))),  # type: ignore[arg-type]
        price_from_krw=int(row["price"]) * 10_000,
    )
    return Labelled(offer, row["topic"], frozenset(filter(None, row["aspects"].split(";"))))


def questions() -> tuple[Question, ...]:
    """All questions; every second one is held out."""
    return tuple(
        Question(row["language"], row["text"], _words(row["main"]), row["aspect"], _words(row["near"]), number % 2 == 1)
        for number, row in enumerate(_rows("queries.csv"))
    )


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((FOLDER / name).read_text(encoding="utf-8"), newline="")))


def _words(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split(";")))


def grade(question: Question, item: Labelled) -> int:
    """3: made for it; 2: does it, for any trade; 1: does it for another trade, or serves in part; 0: does not."""
    suits = not question.aspect or question.aspect in item.aspects
    if item.topic in question.main:
        return 3 if suits else 2 if not item.aspects else 1
    return 1 if item.topic in question.near and (suits or not item.aspects) else 0


def ndcg(grades: Sequence[int], possible: Sequence[int], most: int = 10) -> float:
    """Discounted gain of the first hits over the best possible."""
    best = _gain(sorted(possible, reverse=True)[:most])
    return _gain(grades[:most]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2**value - 1) / math.log2(place + 2) for place, value in enumerate(grades))
