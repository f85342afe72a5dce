from datetime import date

import pytest

from pulmu.model.errors import RuleError
from pulmu.reference import DEFAULT_EDITION, edition_in_force, editions, load_table


def test_editions_are_listed_oldest_first() -> None:
    assert [edition.id for edition in editions()] == ["2026-02", "2026-08"]
    assert [edition.status for edition in editions()] == ["superseded", "in_force"]


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 5, 1), date(2026, 11, 23), date(2027, 6, 1)])
def test_the_correction_reaches_back_to_the_first_day(day: date) -> None:
    assert edition_in_force(day).id == DEFAULT_EDITION


def test_before_the_correction_the_february_edition_was_what_one_knew() -> None:
    assert edition_in_force(date(2026, 5, 1), known_on=date(2026, 7, 30)).id == "2026-02"
    assert edition_in_force(date(2026, 5, 1), known_on=date(2026, 7, 31)).id == "2026-08"


def test_no_edition_is_in_force_before_2026() -> None:
    with pytest.raises(RuleError) as refused:
        edition_in_force(date(2025, 12, 31))
    assert refused.value.problems[0].code == "rule.year_not_in_force"


@pytest.mark.parametrize("name", ["default_values", "annex_iv_unknown_origin"])
def test_every_edition_can_be_loaded(name: str) -> None:
    for edition in editions():
        table = load_table(name, edition.id)
        assert table.meta.edition == edition.id
        assert table.meta.status == edition.status
