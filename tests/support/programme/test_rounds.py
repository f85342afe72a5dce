"""A round by the day and by the minute; what is not known about its days stays unknown."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.support.programme.told import told_size

from pulmu.model import Answer, Finding
from pulmu.model.programme import Programme, Round
from pulmu.support.programme import next_deadline, open_at, open_on, programme_rules
from pulmu.support.rules import Facts, Rulebook, evaluate

FEBRUARY = Round(id="a", year=2026, opens=date(2026, 2, 10), closes=date(2026, 3, 4))
PROGRAMME = Programme(id="x", name_ko="가", name_en="x", kind="grant", year=2026, rounds=(FEBRUARY,))


def open_in(programme: Programme, day: date) -> Answer:
    rules = programme_rules(programme, told_size())
    found = evaluate(Rulebook(rules.parameters, rules.outputs), Facts({}), day, ("x.open",))["x.open"]
    assert isinstance(found, Finding)
    return found.answer


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2026, 2, 9), Answer.NO),
        (date(2026, 2, 10), Answer.YES),
        (date(2026, 3, 4), Answer.YES),
        (date(2026, 3, 5), Answer.NO),
        (date(2026, 12, 31), Answer.NO),
        (date(2027, 1, 1), Answer.UNKNOWN),
        (date(2025, 12, 31), Answer.UNKNOWN),
    ],
)
def test_both_days_of_a_round_count_and_other_years_are_unknown(day: date, answer: Answer) -> None:
    assert open_in(PROGRAMME, day) is answer


@pytest.mark.parametrize(
    ("opens", "closes", "answers"),
    [
        (None, date(2026, 3, 4), [Answer.UNKNOWN, Answer.YES, Answer.NO]),
        (date(2026, 3, 4), None, [Answer.NO, Answer.YES, Answer.UNKNOWN]),
        (None, None, [Answer.UNKNOWN] * 3),
    ],
)
def test_a_day_that_is_not_known_leaves_its_side_open(opens: date, closes: date, answers: list[Answer]) -> None:
    item = replace(FEBRUARY, opens=opens, closes=closes)
    days = [date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)]
    assert [open_on(item, day) for day in days] == answers
    assert [open_in(replace(PROGRAMME, rounds=(item,)), day) for day in days] == answers


def test_a_second_round_is_open_where_the_first_is_closed() -> None:
    second = Round(id="b", year=2026, opens=date(2026, 6, 1), closes=date(2026, 6, 30))
    both = replace(PROGRAMME, rounds=(FEBRUARY, second))
    assert [open_in(both, date(2026, month, 15)) for month in (2, 4, 6, 8)] == [
        Answer.YES,
        Answer.NO,
        Answer.YES,
        Answer.NO,
    ]
    assert next_deadline(both, date(2026, 3, 4)) == FEBRUARY
    assert next_deadline(both, date(2026, 3, 5)) == second
    assert next_deadline(both, date(2026, 7, 1)) is None


def test_on_the_last_day_the_minute_counts_in_seoul() -> None:
    item = replace(FEBRUARY, opens_at="09:00", closes_at="18:00")
    moments = {
        datetime(2026, 2, 9, 23, 59, tzinfo=UTC): Answer.NO,  # 08:59 on the 10th
        datetime(2026, 2, 10, 0, 0, tzinfo=UTC): Answer.YES,
        datetime(2026, 3, 4, 8, 59, tzinfo=UTC): Answer.YES,  # 17:59
        datetime(2026, 3, 4, 9, 0, tzinfo=UTC): Answer.NO,
        datetime(2026, 3, 4, 15, 0, tzinfo=UTC): Answer.NO,  # the 5th
    }
    assert [open_at(item, moment) for moment in moments] == list(moments.values())
    assert open_at(FEBRUARY, datetime(2026, 3, 4, 14, 59, tzinfo=UTC)) is Answer.YES, "until midnight where no hour is"
