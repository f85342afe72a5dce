"""Particles after variables: every row of the table in the guide."""

import pytest

from pulmu.locale.particles import PAIRS, particle

ROWS = [
    ("볼트", "는", "로"), ("강선", "은", "으로"), ("서울", "은", "로"),
    ("공정 1", "은", "로"), ("3", "은", "으로"), ("6", "은", "으로"), ("7", "은", "로"), ("8", "은", "로"),
    ("2", "는", "로"), ("4", "는", "로"), ("5", "는", "로"), ("9", "는", "로"),
    ("10", "은", "으로"), ("200", "은", "으로"), ("3,000", "은", "으로"), ("40,000", "은", "으로"),
    ("100000000", "은", "으로"), ("1,000,000,000,000", "는", "로"), ("5" + "0" * 16, "은", "으로"),
    ("0", "은", "으로"), ("1.50", "은", "으로"), ("12.4", "는", "로"), ("P10", "은", "으로"),
    ("EM-L", "은", "로"), ("R", "은", "로"), ("VM", "은", "으로"), ("kN", "은", "으로"), ("LPG", "는", "로"),
    ("5 t", "은", "으로"), ("5t", "은", "으로"),
    ("12 kg", "은", "으로"), ("9,500원", "은", "으로"), ("3톤", "은", "으로"),
    ("2 MJ", "은", "로"), ("2 GJ", "은", "로"), ("2.1 TJ", "은", "로"),
    ("10 kWh", "는", "로"), ("10 kW", "는", "로"), ("10 MWh", "는", "로"), ("12.4%", "는", "로"), ("20 ℃", "는", "로"),
    ("30 Nm³", "는", "로"), ("30 Nm3", "는", "로"), ("3 tCO₂e", "은", "으로"), ("3 tCO2e", "은", "으로"),
    ("2.1 tCO₂e/t", "은", "으로"), ("support", "는", "로"),
    ("볼트(M8)", "는", "로"), ("'강선' ", "은", "으로"), ("“선재”(A사) ", "는", "로"), ("볼트 [1] (2)", "는", "로"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "topic", "direction"), ROWS)
def test_the_particle_fits_how_the_text_is_read(text: str, topic: str, direction: str) -> None:
    assert particle(text, "은/는") == topic
    assert particle(text, "으로/로") == direction


@pytest.mark.parametrize("text", ["", "→", "漢字", "()", "𝒳", "Ω"])
def test_an_unknown_sign_shows_both(text: str) -> None:
    assert [particle(text, pair) for pair in PAIRS] == ["은(는)", "이(가)", "을(를)", "과(와)", "으로(로)", "아(야)"]


def test_every_pair_follows_the_same_rule() -> None:
    assert [particle("강선", pair) for pair in PAIRS] == ["은", "이", "을", "과", "으로", "아"]
    assert [particle("볼트", pair) for pair in PAIRS] == ["는", "가", "를", "와", "로", "야"]


def test_decomposed_hangul_is_read_like_composed() -> None:
    import unicodedata

    assert particle(unicodedata.normalize("NFD", "강선"), "이/가") == "이"
