"""Reasons told once, with the cells of every sheet they show on."""

from pulmu.model import Problem, warning
from pulmu.services._official_reasons import Reasons


def in_words(place: str, names: str) -> tuple[Problem, ...]:
    return (warning("official.a", place, f"{names}: a"), warning("official.b", place, "b"))


def test_one_reason_is_told_once_with_all_its_names_and_the_cells_of_each_sheet() -> None:
    reasons = Reasons(in_words)
    spots = [
        ("One", "A1", "rod"),
        ("Two", "B2", "wire"),
        ("One", "A3", "rod"),
        ("One", "A1", ""),
        ("Three", "", "wire"),
    ]
    for sheet, cell, name in spots:
        reasons.add("official.a", sheet, cell, name)
    reasons.add("official.b")
    first, second = reasons.told("their.xlsx")
    assert first.place == "their.xlsx, sheet One, cells A1, A3, sheet Two, cell B2, sheet Three"
    assert first.message == "rod, wire: a"
    assert second.place == "their.xlsx"
    assert [item.place for item in reasons.told()][1] == ""
