"""Tables as text: read back as they were, and nothing of them a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.services.csv_text import csv_bytes, harmless

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=12)


@given(st.lists(st.tuples(CELL, st.integers(), CELL), max_size=6))
def test_it_is_read_back_as_it_was_but_for_what_begins_like_a_formula(rows: list[tuple[str, int, str]]) -> None:
    text = csv_bytes(("이름", "수", "말"), rows).decode("utf-8-sig")
    head, *below = csv.reader(io.StringIO(text, newline=""))
    assert head == ["이름", "수", "말"]
    assert below == [[harmless(one), str(number), harmless(two)] for one, number, two in rows]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\0"])
def test_what_begins_like_a_formula_is_a_text(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless(f"1{sign}1") == f"1{sign}1"
