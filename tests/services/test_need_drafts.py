"""Needs taken over from what Pulmu found."""

import pytest

from pulmu.bootstrap.samples import read_sample, sample_names
from pulmu.carbon.plant_draws import Uncertainty
from pulmu.locale import LANGUAGES, need_words
from pulmu.metering import Gap, Series
from pulmu.model import Document, encode
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.need_drafts import (
    LEAST_SHARE,
    NeedDraft,
    drafts_of_gaps,
    drafts_of_report,
    drafts_of_tornado,
    worded,
)
from pulmu.services.read_meters import MeterGaps
from pulmu.services.report import Report
from pulmu.services.report_cbam import report_cbam
from pulmu.services.tornado import tornado_of
from pulmu.support.search import read_needs


def report_of(name: str) -> Report:
    report = report_cbam(read_sample(name)).report
    assert report is not None
    return report


@pytest.mark.parametrize("name", sample_names())
def test_each_part_of_a_figure_stands_once_at_the_good_it_weighs_most_in(name: str) -> None:
    report = report_of(name)
    drafts = drafts_of_report(report)
    assert drafts
    assert [item.share for item in drafts] == sorted((item.share for item in drafts), reverse=True)
    assert len({item.id for item in drafts}) == len(drafts)
    goods = {good.id: good for good in report.goods}
    for item in drafts:
        good = goods[item.origin.reference]
        assert good.cbam_good
        assert LEAST_SHARE <= item.share <= 1
        assert any(item.label in part.label for part in good.contributions)


def test_of_whom_a_precursor_is_bought_is_not_said() -> None:
    said = [need_words(item.topic, item.label, item.share, "ko") for item in drafts_of_report(report_of("fasteners"))]
    assert not [words for words in said if "Donghae" in words or "Jiangnan" in words]


def test_the_widest_doubt_of_each_good() -> None:
    stated = Uncertainty(amounts=0.02, precursor_values=0.1)
    document, report = read_sample("fasteners"), report_of("fasteners")
    tornado = tornado_of(document, report, stated, DEFAULT_EDITION).tornado
    assert tornado is not None
    drafts = drafts_of_tornado(tornado)
    assert {item.topic for item in drafts} == {"uncertain_precursors"}
    assert {item.origin.reference for item in drafts} <= set(tornado.alone)


def test_meters_with_gaps_and_only_those() -> None:
    series = Series(meter="EM-01", unit="kWh", interval=900)
    with_gaps = MeterGaps(series, 0, 900 * 10, 10, (Gap(900, 2700, 2), Gap(4500, 5400, 1)), ())
    whole, empty = MeterGaps(series, 0, 9000, 10, (), ()), MeterGaps(series, 0, 0, 0, (), ())
    (draft,) = drafts_of_gaps([whole, with_gaps, empty])
    assert (draft.topic, draft.label, draft.share) == ("meter_gap", "EM-01", 0.3)
    assert draft.origin.evidence == "3 of 10 slots are missing, in 2 gaps"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_with_words_is_a_need_that_can_be_read(language: str) -> None:
    for draft in drafts_of_report(report_of("fasteners")):
        need = worded(draft, need_words(draft.topic, draft.label, draft.share, language))  # type: ignore[arg-type]
        assert read_needs(Document(encode(need), "n")).unwrap() == (need,)
        assert need.origin == draft.origin


def test_names_that_are_cut_alike_stay_apart() -> None:
    series = [Series(meter="m" * 59 + sign, unit="kWh", interval=900) for sign in "ab"]
    drafts: tuple[NeedDraft, ...] = drafts_of_gaps(MeterGaps(item, 0, 900, 1, (Gap(0, 900, 1),), ()) for item in series)
    assert len({item.id for item in drafts}) == 2
    assert all(len(item.id) <= 60 for item in drafts)
