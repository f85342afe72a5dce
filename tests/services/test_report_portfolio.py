"""Portfolios: every file has its entry, whatever its neighbours and the executor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model import problem
from pulmu.services.report_portfolio import (
    Entry,
    Portfolio,
    is_sound,
    named_plants,
    problems_of,
    refused,
)

FORBIDDEN = set('/\\:*?"<>|') | {chr(n) for n in range(32)}


@given(st.lists(st.text(max_size=120), max_size=12))
def test_every_file_has_a_folder_of_its_own_that_every_system_can_have(files: list[str]) -> None:
    found = [item.folder for item in named_plants(files)]
    assert len({name.casefold() for name in found}) == len(files)
    for name in found:
        assert name
        assert not set(name) & FORBIDDEN
        assert name == name.strip(" .")
        assert len(name.encode()) < 255


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("bolts.yaml", "bolts"), ("busan/bolts.yaml", "busan-bolts"), ("볼트.xlsx", "볼트"),
        ("index.json", "plant-index"),
        ("con.yaml", "plant-con"), ("CON.2026.yaml", "plant-CON.2026"), ("...yaml", "plant"), ("a?b.yaml", "a_b"),
    ],
)  # fmt: skip
def test_a_folder_is_named_after_its_file(file: str, folder: str) -> None:
    assert named_plants([file])[0].folder.rstrip("-") == folder


def test_files_of_one_name_get_numbers() -> None:
    found = [item.folder for item in named_plants(["a.yaml", "A.xlsx", "a-2.json", "a.json"])]
    assert found == ["a", "A-2", "a-2-2", "a-3"]


GOOD = Entry(file="a.yaml", folder="a", company="C", installation="I", year=2026)
BAD = refused("bad.yaml", (problem("input.x", "bad.yaml", "wrong", "mend"),))


def test_a_report_of_before_is_warned_of_where_there_is_none_now() -> None:
    entry = refused("bad.yaml", problems_of(BAD), earlier="bad")
    assert [(item.code, item.severity) for item in entry.problems] == [
        ("input.x", "error"), ("report.earlier_report", "warning"),
    ]  # fmt: skip
    assert "still stands in bad" in entry.problems[1].message


def test_a_portfolio_is_sound_if_every_file_has_its_report() -> None:
    assert is_sound(Portfolio("pulmu.portfolio/1", "p", "e", None, (GOOD,)))
    assert not is_sound(Portfolio("pulmu.portfolio/1", "p", "e", None, (GOOD, BAD)))
