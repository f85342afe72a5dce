"""Arithmetic as people read it: what it says is what was computed."""

import re

from hypothesis import given, settings
from tests.plants import plants

from pulmu.bootstrap.samples import read_sample
from pulmu.model import ANY_UNIT, Figure, Plant, Source
from pulmu.model.figure import Input
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.figure_book import figure_book
from pulmu.services.filled_arithmetic import arithmetic_of
from pulmu.services.report import FormulaRecord, SourceRecord
from pulmu.services.report_cbam import make_report, report_cbam

LAW = SourceRecord("law")


def figure(expression: str, **values: float | list[float]) -> str:
    """The numbers of an expression, filled in."""
    inputs = []
    for name, value in values.items():
        listed = value if isinstance(value, list) else [value]
        for place, one in enumerate(listed):
            leaf = Figure(one, "t", name, Source("test"))
            inputs.append(Input(name, leaf, place if isinstance(value, list) else None))
    made = Figure(1.0, "t", "made", Source("law"), "", tuple(inputs), "carbon.made")
    told = arithmetic_of(made, FormulaRecord(expression, dict.fromkeys(values, "t"), LAW))
    assert told is not None
    return told.numbers


def test_brackets_stand_where_the_arithmetic_needs_them() -> None:
    assert figure("a - (b - c)", a=5, b=3, c=1) == "5 − (3 − 1)"
    assert figure("(a + b) * c", a=5, b=3, c=2) == "(5 + 3) × 2"
    assert figure("a + b * c", a=5, b=3, c=2) == "5 + 3 × 2"
    assert figure("a / (b / c)", a=5, b=3, c=2) == "5 ÷ (3 ÷ 2)"
    assert figure("a / total(b)", a=5, b=[3, 2]) == "5 ÷ (3 + 2)"
    assert figure("a - b", a=5, b=-3) == "5 − (-3)"
    assert figure("not_negative(a - b)", a=1, b=3) == "max(0, 1 − 3)"


def test_a_long_sum_is_cut_and_says_so() -> None:
    assert figure("total(a)", a=[1, 2, 3, 4, 5, 6, 7, 8]) == "1 + 2 + 3 + 4 + 5 + … (+3)"


def test_a_product_of_lists_is_told_in_pairs() -> None:
    assert figure("dot(a, b)", a=[1, 2], b=[3, 4]) == "1 × 3 + 2 × 4"


def test_what_is_no_arithmetic_is_not_told() -> None:
    leaf = Input("a", Figure(1.0, "t", "a", Source("test")))
    made = Figure(1.0, "t", "made", Source("law"), "", (leaf,), "carbon.made")
    assert arithmetic_of(made, FormulaRecord("__import__('os')", {"a": "t"}, LAW)) is None


@settings(deadline=None, max_examples=40)
@given(plants())
def test_what_is_told_is_what_was_computed(plant: Plant) -> None:
    """The filled line of every figure, computed by Python, is its value as far as it is written."""
    book = figure_book(make_report(plant, (), DEFAULT_EDITION, None))
    for made in book.figures.values():
        if not made.formula:
            continue
        told = arithmetic_of(made, book.formulas[made.formula])
        if told is None or not told.numbers or "…" in told.numbers:
            continue
        line = re.sub(r"(?<=\d),(?=\d{3})", "", told.numbers).replace("−", "-").replace("×", "*").replace("÷", "/")
        unit = book.formulas[made.formula].units["return"]
        value = made.value if unit == ANY_UNIT.symbol else made.to(unit)
        parts = [abs(item.figure.value) for item in made.inputs]
        assert abs(eval(line) - value) <= 1e-3 * max([abs(value), *parts, 1e-12]), (line, value)


def test_every_formula_of_a_sample_is_told() -> None:
    report = report_cbam(read_sample("fasteners"), scenario="last_published_price").report
    assert report is not None
    book = figure_book(report)
    untold = {f.formula for f in book.figures.values() if f.formula and not arithmetic_of(f, book.formulas[f.formula])}
    assert untold == set()
