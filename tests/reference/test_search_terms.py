"""Words for the same thing, of the table."""

from pulmu.reference import load_table


def test_each_concept_has_words_and_a_broader_one_is_there() -> None:
    rows = load_table("search_terms").rows
    ids = {row["id"] for row in rows}
    assert {row["broader"] for row in rows} - ids <= {""}
    assert all(row["en"].strip() for row in rows)
    assert not any(word != word.strip() or not word for row in rows for word in row["en"].split(";"))
    broader = {row["id"]: row["broader"] for row in rows}
    assert not any(broader.get(broader[name], "") == name for name in ids)
