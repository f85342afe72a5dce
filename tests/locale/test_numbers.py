"""Numbers, units and dates as the guide writes them."""

from datetime import date

import pytest

from pulmu.locale import date_text, digits, number, percent, period_text, quarter_text, unit_symbol
from pulmu.model import Period, known_units


@pytest.mark.parametrize(
    ("value", "unit", "korean", "english"),
    [
        (2.1304, "t CO2e/t", "2.130 tCO₂e/t", "2.130 tCO₂e/t"),
        (12.345, "certificate", "12.35매(반올림 전)", "12.35 certificates (before rounding)"),
        (163.53, "EUR/t", "163.53유로/t", "163.53 EUR/t"),
        (1234.5, "EUR", "1,234.50유로", "1,234.50 EUR"),
        (9500.4, "KRW", "9,500원", "9,500 KRW"),
        (1234.5, "kWh", "1,235 kWh", "1,235 kWh"),
        (12.4, "%", "12.4%", "12.4 %"),
        (4316.2, "t CO2e", "4,316 tCO₂e", "4,316 tCO₂e"),
        (43.16, "t CO2e", "43.2 tCO₂e", "43.2 tCO₂e"),
        (1912400.0, "Nm3", "1,912,400 Nm³", "1,912,400 Nm³"),
        (0.25, "t", "250 kg", "250 kg"),
        (5420.0, "t", "5,420.0 t", "5,420.0 t"),
        (240.0, "TJ", "240 TJ", "240 TJ"),
        (9000.0, "MWh", "9,000 MWh", "9,000 MWh"),
        (2.5, "TJ net", "2.500 TJ(순발열량)", "2.500 TJ (net)"),
        (-0.0001, "EUR", "0.00유로", "0.00 EUR"),
        (1.0152, "1", "1.0152", "1.0152"),
        (56.1, "t CO2/TJ", "56.1 tCO₂/TJ", "56.1 tCO₂/TJ"),
    ],
)
def test_a_number_is_written_with_its_unit(value: float, unit: str, korean: str, english: str) -> None:
    assert number(value, unit, "ko") == korean
    assert number(value, unit, "en") == english


def test_halves_are_rounded_away_from_zero() -> None:
    assert [digits(value, "EUR") for value in (0.125, -0.125, 2.675, 1.005)] == ["0.13", "-0.13", "2.68", "1.01"]


def test_huge_numbers_do_not_overflow() -> None:
    assert digits(1e300, "EUR").endswith(".00")


def test_a_share_is_a_percentage() -> None:
    assert (percent(0.2924, "ko"), percent(0.2924, "en")) == ("29.2%", "29.2 %")


def test_every_unit_of_the_table_has_a_symbol() -> None:
    for symbol in [*known_units("mass", "energy", "emissions", "euro", "won", "certificates", "net fuel energy"), "%"]:
        assert "CO2" not in unit_symbol(symbol, "ko")
        assert unit_symbol(symbol, "en")
    assert unit_symbol("1", "ko") == ""
    assert unit_symbol("certificate/t", "ko") == "매/t"


def test_dates_are_written_as_documents_write_them() -> None:
    assert (date_text(date(2026, 9, 30), "ko"), date_text(date(2026, 9, 30), "en")) == (
        "2026. 9. 30.",
        "30 September 2026",
    )
    assert period_text(Period.of_year(2026), "ko") == "2026. 1. 1.~2026. 12. 31."
    assert period_text(Period.of_year(2026), "en") == "1 January 2026 to 31 December 2026"
    assert (quarter_text("2026Q3", "ko"), quarter_text("2026Q3", "en")) == ("2026년 3분기", "Q3 2026")
    assert quarter_text("soon", "ko") == "soon"
