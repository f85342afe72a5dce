"""Won as people write them."""

import pytest

from pulmu.locale import about_won, compared_words, stepped_won, won
from pulmu.services import size_firm


@pytest.mark.parametrize(("amount", "korean", "english"), [
    (0, "0원", "KRW 0"),
    (9_500, "9,500원", "KRW 9,500"),
    (34_500_000, "3,450만 원", "KRW 34,500,000"),
    (123_450_000, "1억 2,345만 원", "KRW 123,450,000"),
    (180_000_000_000, "1,800억 원", "KRW 180 bn"),
    (1_230_000_000_000, "1조 2,300억 원", "KRW 1,230 bn"),
    (180_000_000_001, "180,000,000,001원", "KRW 180,000,000,001"),
    (1_000_100_010_000, "1,000,100,010,000원", "KRW 1,000,100,010,000"),
    (-20_000_000_000, "-200억 원", "-KRW 20 bn"),
    (160_000_000_000.333, "1,600억 원", "KRW 160 bn"),
])  # fmt: skip
def test_no_digit_is_lost(amount: float, korean: str, english: str) -> None:
    assert won(amount, "ko") == korean
    assert won(amount, "en") == english


def test_an_estimate_says_so() -> None:
    assert about_won(65_513_461_538, "ko") == "약 655억 원"
    assert about_won(65_513_461_538, "en") == "about KRW 65.5 bn"
    assert about_won(0, "ko") == "0원"


@pytest.mark.parametrize(("amount", "korean", "english"), [
    (39_166_666_666.67, "약 391억 6,667만 원", "about KRW 39.17 bn"),
    (120_000_000_000, "1,200억 원", "KRW 120 bn"),
    (-27_166_666_666, "약 -271억 6,667만 원", "about -KRW 27.17 bn"),
    (1_234_567_890_123, "약 1조 2,346억 원", "about KRW 1,234.57 bn"),
    (99_999, "99,999원", "KRW 99,999"),
    (199_995_000, "약 2억 원", "KRW 199,995,000"),
    (float("inf"), "∞", "∞"),
])  # fmt: skip
def test_two_steps_are_enough_where_the_rest_is_rounded_and_said_to_be(
    amount: float, korean: str, english: str
) -> None:
    assert stepped_won(amount, "ko") == korean
    assert stepped_won(amount, "en") == english


@pytest.mark.parametrize(
    ("sales", "said"),
    [
        (39_166_666_666.67, "약 391억 6,667만 원 ≤ 1,200억 원"),
        (119_950_000_001.0, "119,950,000,001원 ≤ 1,200억 원"),
        (120_000_000_001.0, "120,000,000,001원 > 1,200억 원"),
    ],
)
def test_amounts_near_a_limit_are_told_to_the_won(sales: float, said: str) -> None:
    margin = 120e9 - sales
    answer, sides = "yes" if margin >= 0 else "no", ((sales, sales), (120e9, 120e9))
    test = size_firm.Test("size.own_sales", answer, "", "", None, "", "KRW", "<=", *sides, margin)
    assert compared_words(test, "ko") == said
