"""Search beside BM25 over the same offers and questions, and how long it takes with many offers."""

import dataclasses
import statistics
import time
from collections.abc import Callable, Sequence

import bm25s
import numpy as np
from labelled import Labelled, Question, grade, labelled_offers, ndcg, questions
from measure import Line

from pulmu.bootstrap.offers import search_words
from pulmu.model.offer import Offer
from pulmu.support.search import Index, entry_of, index_of_offers, search
from pulmu.support.search.index import SETTINGS
from pulmu.support.search.words import grams, tokens

Run = Callable[[str], Sequence[str]]
MOST = 10


def finding(many: int) -> list[Line]:
    """How good, beside its peers; how fast."""
    items, asked = labelled_offers(), questions()
    offers = [item.offer for item in items]
    ours = run_of(index_of_offers(offers, search_words()))
    plain = run_of(index_of_offers(offers, search_words(), dataclasses.replace(SETTINGS, concepts=0.0)))
    peers = {
        "BM25 (bm25s) over words": bm25(offers, lambda text: [word.text for word in tokens(text)]),
        "BM25 (bm25s) over the same pieces of words": bm25(offers, pieces_of),
    }
    scores = {name: scores_of(run, asked, items) for name, run in peers.items()}
    korean = [number for number, item in enumerate(asked) if item.language == "ko"]
    own = scores_of(ours, asked, items)
    best = {name: statistics.fmean(values[number] for number in korean) for name, values in scores.items()}
    reached = statistics.fmean(own[number] for number in korean)
    what = f"nDCG@10 of {len(asked)} questions ({len(korean)} Korean) over {len(items)} offers"
    return [
        Line(f"{what}: Pulmu", _told(own, asked), "above BM25 on the Korean ones", reached > max(best.values())),
        *(Line(f"the same: {name}", _told(values, asked)) for name, values in scores.items()),
        Line("the same: Pulmu without terms (pieces of words alone)", _told(scores_of(plain, asked, items), asked)),
        *_speed(offers, asked, many),
    ]


def _told(values: Sequence[float], asked: Sequence[Question]) -> str:
    def mean(wanted: Callable[[Question], bool]) -> str:
        return f"{statistics.fmean(value for value, item in zip(values, asked, strict=True) if wanted(item)):.3f}"

    korean, english = mean(lambda item: item.language == "ko"), mean(lambda item: item.language == "en")
    tuned, held = mean(lambda item: not item.is_held_out), mean(lambda item: item.is_held_out)
    return f"Korean {korean}, English {english}; held out {held}, others {tuned}"


def scores_of(run: Run, asked: Sequence[Question], items: Sequence[Labelled]) -> list[float]:
    known = {item.offer.id: item for item in items}
    return [
        ndcg([grade(question, known[name]) for name in run(question.text)], [grade(question, item) for item in items])
        for question in asked
    ]


def run_of(index: Index) -> Run:
    return lambda text: [match.id for match in search(index, text, most=MOST)]


def pieces_of(text: str) -> list[str]:
    return [piece for piece, _, _ in grams(tokens(text))]


def bm25(offers: Sequence[Offer], words: Callable[[str], list[str]]) -> Run:
    """BM25 as bm25s has it by itself; a title stands twice, as it weighs twice with us."""
    ids = [offer.id for offer in offers]
    texts = [" / ".join(text for weight, text in entry_of(offer).texts for _ in range(2 if weight > 1.5 else 1))
             for offer in offers]  # fmt: skip
    engine = bm25s.BM25()
    engine.index([words(text) for text in texts], show_progress=False)

    def run(text: str) -> list[str]:
        known = [word for word in words(text) if word in engine.vocab_dict]
        if not known:
            return []
        scores = engine.get_scores(known)
        return [ids[at] for at in np.argsort(-scores, kind="stable")[:MOST] if scores[at] > 0]

    return run


def _speed(offers: Sequence[Offer], asked: Sequence[Question], many: int) -> list[Line]:
    copies = [dataclasses.replace(offers[number % len(offers)], id=f"o{number:06d}") for number in range(many)]
    lexicon = search_words()
    begun = time.perf_counter()
    index = index_of_offers(copies, lexicon)
    built = time.perf_counter() - begun
    taken = []
    for question in asked:
        begun = time.perf_counter()
        search(index, question.text, most=MOST)
        taken.append((time.perf_counter() - begun) * 1e3)
    slow = sorted(taken)[int(len(taken) * 0.95)]
    return [
        Line(f"index of {many:,} offers built", f"{built:.1f} s"),
        Line("one question to them", f"median {statistics.median(taken):.1f} ms, 95 of 100 within {slow:.1f} ms"),
    ]
