"""How good search is, beside BM25, on questions that were labelled for the purpose."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmark"))

from finding import MOST, bm25, pieces_of, run_of, scores_of
from labelled import grade, labelled_offers, ndcg, questions

from pulmu.bootstrap.offers import search_words
from pulmu.support.search import index_of_offers
from pulmu.support.search.words import tokens


def test_there_are_questions_enough_and_each_can_be_served() -> None:
    items, asked = labelled_offers(), questions()
    assert len(items) >= 300
    assert sum(item.language == "ko" for item in asked) >= 100
    assert len({item.text for item in asked}) == len(asked)
    assert all(max(grade(item, offer) for offer in items) >= 2 for item in asked)


def test_search_is_above_both_peers_on_each_half_and_in_each_language() -> None:
    items, asked = labelled_offers(), questions()
    offers = [item.offer for item in items]
    runs = (
        run_of(index_of_offers(offers, search_words())),
        bm25(offers, lambda text: [word.text for word in tokens(text)]),
        bm25(offers, pieces_of),
    )
    ours, words, pieces = (scores_of(run, asked, items) for run in runs)
    for language in ("ko", "en"):
        for held_out in (True, False):
            part = [n for n, item in enumerate(asked) if (item.language, item.is_held_out) == (language, held_out)]
            means = [sum(values[n] for n in part) / len(part) for values in (ours, words, pieces)]
            assert means[0] > 0.05 + max(means[1:]), (language, held_out, means)


def test_the_measure() -> None:
    assert MOST == 10
    assert ndcg([3, 2, 1], [1, 3, 2, 0]) == 1.0
    assert ndcg([0, 3], [3, 0]) == 1 / 1.584962500721156
    assert ndcg([], [3]) == ndcg([0], [0]) == 0.0
