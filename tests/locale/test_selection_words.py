"""Reasons of a selection in words."""

import pytest

from pulmu.locale import Language
from pulmu.locale.selection_words import CallNames, bar_words
from pulmu.support.selection import Bar

NAMES = {
    "en": CallNames(awards={"minister": "Minister's award"}, keys={"result": "results"}),
    "ko": CallNames(awards={"minister": "장관 표창"}, keys={"result": "성과"}),
}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Minister's award: 90 points, as many as the last one given, who goes first by results"),
        ("ko", "장관 표창: 90점, 마지막으로 받은 후보와 점수가 같지만 성과 기준으로 뒤에 있습니다"),
    ],
)
def test_an_award_lost_to_one_of_equal_points_says_by_what(language: Language, said: str) -> None:
    bar = Bar("minister", "places", 9000, 9000, tie_key="result")
    assert bar_words(bar, NAMES[language], language) == said
