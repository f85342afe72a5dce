"""Words for the same difficulty, of the table."""

from typing import get_args

from pulmu.model.voice import Area
from pulmu.reference import load_table


def test_each_concept_has_words_of_both_languages_an_area_and_a_broader_one_that_is_there() -> None:
    rows = load_table("voice_terms").rows
    ids = {row["id"] for row in rows}
    assert {row["broader"] for row in rows} - ids <= {""}
    assert {row["area"] for row in rows} <= set(get_args(Area))
    for column in ("ko", "en"):
        assert not any(word != word.strip() or not word for row in rows for word in row[column].split(";"))
