"""Accounts of many firms come to the same facts as those of each firm alone."""

from datetime import date

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pulmu.model.firm import BusinessYear, Firm
from pulmu.support.size import size_rules
from pulmu.support.size.accounts_of_many import YearlySales, accounts_of_many, closing_day, months_of
from pulmu.support.size.classify import leaving_law

NAMES = ("closed_on", "basis", "sales_1_krw", "sales_2_krw", "sales_3_krw", "sales_years", "recent_sales_krw",
         "recent_months", "recent_days", "assessed_on")  # fmt: skip
YEARS = (2022, 2023, 2024, 2025, 2026)
SALES = st.one_of(st.none(), st.integers(0, 10**15))
ROWS = st.tuples(
    st.integers(0, 12),
    st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2027, 6, 30)), st.dates(date(2022, 1, 1), date(2026, 12, 31))),
    st.tuples(*[SALES] * len(YEARS)),
)


def alone(row, day, law):
    from pulmu.support.size.facts import firm_facts

    month, founded, sales = row
    years = [
        (closing_day(year, month), amount)
        for year, amount in zip(YEARS, sales, strict=True)
        if month and amount is not None
    ]
    years = [(end, amount) for end, amount in years if founded is None or founded <= end]
    firm = Firm(id="firm", founded_on=founded, business_years=tuple(
        BusinessYear(end=end, months=months_of(end, founded), sales_krw=amount) for end, amount in years))  # fmt: skip
    return firm_facts(firm, day, law)


@settings(max_examples=150, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=25), st.dates(date(2018, 1, 1), date(2027, 12, 31)))
@example([(2, None, (1, 2, 3, 4, 5)), (12, date(2025, 1, 1), (None,) * 5)], date(2026, 11, 25))
def test_many_firms_have_the_facts_of_each_alone(rows, day):
    law = leaving_law(size_rules().rulebook(), day)
    months, founded, sales = zip(*rows, strict=True)
    told = YearlySales(
        sales_krw={
            year: (
                np.array([row[at] or 0 for row in sales], dtype=np.int64),
                np.array([row[at] is not None for row in sales]),
            )
            for at, year in enumerate(YEARS)
        },
        closing_month=np.array(months, dtype=np.int64),
        founded_on=np.array(founded, dtype="datetime64[D]"),
    )
    many = accounts_of_many(told, day, law)
    for at, row in enumerate(rows):
        facts = alone(row, day, law)
        for name, (values, known) in many.items():
            assert name in NAMES
            assert (values[at].item() if known[at] else None) == facts[name], (name, row)
        assert facts["recent_sales_krw"] is None


def test_three_years_of_a_firm_that_closes_in_december_count_after_three_months():
    told = YearlySales(
        {year: (np.array([year * 10]), np.array([True])) for year in (2023, 2024, 2025)},
        np.array([12]),
        np.array(["2001-05-01"], dtype="datetime64[D]"),
    )
    law = leaving_law(size_rules().rulebook(), date(2026, 11, 25))
    found = {name: values[0].item() for name, (values, _) in accounts_of_many(told, date(2026, 11, 25), law).items()}
    assert found["closed_on"] == date(2025, 12, 31)
    assert (found["basis"], found["sales_1_krw"], found["sales_3_krw"]) == ("three_years", 20250, 20230)
