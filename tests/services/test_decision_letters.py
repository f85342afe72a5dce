"""Letters of a call: every decision has one, their list tells the hashes, and stopping leaves no more to do."""

import hashlib
import json

import pytest
from tests.decisions import sample_decisions

from pulmu.model import Problem, warning
from pulmu.model.decision import Decision, Decisions
from pulmu.services.decision_letters import LIST, MOST_PROBLEMS, Letters


def write(_: Decisions, decision: Decision) -> tuple[bytes, tuple[Problem, ...]]:
    return decision.application.encode(), (warning("letter.signs_dropped", decision.application, "x"),)


def test_every_decision_has_a_letter_and_the_list_tells_its_hash() -> None:
    letters = Letters(sample_decisions(), write, "pdf")
    files = dict(letters.items())
    assert list(files) == list(letters)
    assert len(letters) == len(files) == 6
    listed = json.loads(files[LIST])
    assert [row["file"] for row in listed["letters"]] == list(files)[:-1]
    assert all(hashlib.sha256(files[row["file"]]).hexdigest() == row["sha256"] for row in listed["letters"])
    assert listed["letters"][0]["application"] == "A-0007"


def test_a_file_can_be_asked_for_alone() -> None:
    letters = Letters(sample_decisions(), write, "pdf")
    assert letters["letter-A-0031.pdf"] == b"A-0031"
    assert len(json.loads(letters[LIST])["letters"]) == 5
    assert "letter-A-0031.pdf" in letters
    assert "letter-A-9999.pdf" not in letters
    with pytest.raises(KeyError):
        letters["letter-A-9999.pdf"]


def test_progress_is_told_and_who_is_told_can_stop_it() -> None:
    told: list[tuple[int, int]] = []

    def stop_at_three(done: int, of: int) -> None:
        told.append((done, of))
        if done == 3:
            raise KeyboardInterrupt

    letters = Letters(sample_decisions(), write, "pdf", stop_at_three)
    with pytest.raises(KeyboardInterrupt):
        list(letters.items())
    assert told == [(1, 5), (2, 5), (3, 5)]
    assert len(letters.written) == 3


def test_what_is_to_be_told_of_thousands_stays_readable() -> None:
    def many(_: Decisions, decision: Decision) -> tuple[bytes, tuple[Problem, ...]]:
        return b"", tuple(warning("letter.signs_dropped", str(number), "x") for number in range(150))

    letters = Letters(sample_decisions(), many, "pdf")
    list(letters.items())
    assert len(letters.problems) == MOST_PROBLEMS
