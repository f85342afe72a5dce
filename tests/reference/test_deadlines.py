"""Days of law on which something is due."""

from datetime import date

from pulmu.reference import deadlines, declaration_of


def test_the_first_declaration_is_due_on_30_september_2027_for_2026() -> None:
    found = declaration_of(2026)
    assert found is not None
    assert (found.due, found.who, found.source.confidence) == (date(2027, 9, 30), "importer", "read")


def test_a_year_the_table_does_not_hold_has_no_day() -> None:
    assert declaration_of(2025) is None
    assert declaration_of(2031) is None


def test_certificates_are_held_at_the_end_of_each_quarter_from_2027() -> None:
    held = [item.due for item in deadlines() if item.id == "quarterly_holding"]
    assert held[:4] == [date(2027, 3, 31), date(2027, 6, 30), date(2027, 9, 30), date(2027, 12, 31)]


def test_they_are_in_order_and_say_how_they_were_read() -> None:
    found = deadlines()
    assert [item.due for item in found] == sorted(item.due for item in found)
    assert {item.source.confidence for item in found} <= {"read", "secondary"}
    assert all(item.text.endswith(".") and item.text_local.endswith("다.") for item in found)
