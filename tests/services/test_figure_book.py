"""The figures of a report as a book: the same as those it was made from, and a way back from each."""

from functools import cache

from hypothesis import given, settings
from tests.plants import plants

from pulmu.bootstrap.samples import read_sample
from pulmu.carbon.statement import state_emissions
from pulmu.model import Plant
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.check_plant import check_plant
from pulmu.services.figure_book import figure_book
from pulmu.services.report import Report
from pulmu.services.report_cbam import make_report, report_cbam


@cache
def fasteners() -> Report:
    report = report_cbam(read_sample("fasteners"), scenario="last_published_price").report
    assert report is not None
    return report


@settings(deadline=None, max_examples=40)
@given(plants())
def test_figures_of_the_tables_are_those_that_were_computed(plant: Plant) -> None:
    """Their keys are the hashes of their content, inputs included."""
    book = figure_book(make_report(plant, (), DEFAULT_EDITION, None))
    for good in state_emissions(plant, DEFAULT_EDITION).goods.values():
        kept = book.figures[good.counted.key]
        assert kept.explain() == good.counted.explain()


def test_every_figure_but_a_shown_one_has_a_way_to_one_that_is_shown() -> None:
    book = figure_book(fasteners())
    checked = 0
    for good in fasteners().goods:
        for figure in book.figures[good.specific_embedded_emissions.figure].walk():
            if figure.key in book.shown:
                continue
            way = book.way_to(figure.key)
            assert way is not None
            assert way.figures[0].key in book.shown
            assert way.figures[-1] is figure
            for above, below in zip(way.figures, way.figures[1:], strict=False):
                assert any(item.figure is below for item in above.inputs)
            checked += 1
    assert checked > 50


def test_the_plant_behind_the_book_is_sound() -> None:
    assert check_plant(read_sample("fasteners")).plant is not None
