"""Won as people write them."""

import pytest

from pulmu.locale import about_won, won


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
