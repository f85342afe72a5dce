"""Which way is best, which knob matters, where places do most good: known answers found, wrong questions told whole."""

import math
from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml
from tests.twin.asked_lines import TWO_FURNACES

from pulmu.bootstrap.samples import read_sample
from pulmu.bootstrap.twin import line_engine, sample_line
from pulmu.model import Document, encode
from pulmu.model.errors import InputError, SolveError
from pulmu.services.choose_scenario import Chosen, choose_scenario
from pulmu.services.line_standing import Standing
from pulmu.services.place_buffers import PlacesQuestion, place_buffers
from pulmu.services.weigh_factors import Weighed, weigh_factors

PRICES = """
id: prices
days: 3
warm_up_hours: 2
figure: cost_krw
scenarios:
  - {id: dear, changes: [{carrier: power, price: 130}]}
  - {id: cheap, changes: [{carrier: power, price: 70}]}
  - {id: dearer, changes: [{carrier: power, price: 180}]}
"""
KNOBS = """
id: knobs
days: 3
warm_up_hours: 2
figure: cost_krw
scenarios:
  - {id: price, changes: [{carrier: power, price: 120}], low: [{carrier: power, price: 80}]}
  - {id: use, changes: [{station: press, carrier: power, use: {busy: 60, idle: 10}}]}
"""


def line() -> Document:
    return Document(yaml.safe_load(TWO_FURNACES), "line.yaml")


def choose(question: str, **how: object) -> Chosen:
    return choose_scenario(line(), Document(yaml.safe_load(question), "q.yaml"), line_engine(), **how)  # type: ignore[arg-type]


def weigh(question: str, **how: object) -> Weighed:
    return weigh_factors(line(), Document(yaml.safe_load(question), "q.yaml"), line_engine(), **how)  # type: ignore[arg-type]


def test_the_cheapest_is_the_best_and_the_others_are_as_far_behind_as_their_prices() -> None:
    answer = choose(PRICES).answer
    assert answer is not None
    assert (answer.best, answer.sure, answer.better) == ("cheap", True, "less")
    assert [item.scenario for item in answer.alternatives] == ["cheap", "", "dear", "dearer"]
    cheap, as_it_is, dear, _ = answer.alternatives
    assert as_it_is.behind == pytest.approx((cheap.mean or math.nan) * 30 / 70)
    assert dear.behind == pytest.approx((cheap.mean or math.nan) * 60 / 70)
    assert answer.runs == 40
    assert encode(answer, full=True)["alternatives"][0]["behind"] is None


def test_more_may_be_better_and_an_executor_changes_nothing() -> None:
    question = PRICES + "better: more\n"
    answer = choose(question).answer
    assert answer is not None
    assert answer.best == "dearer"
    with ThreadPoolExecutor(2) as executor:
        assert choose(question, executor=executor).answer == answer


def test_a_line_without_a_value_is_no_candidate() -> None:
    nothing = "{id: n, changes: [{station: furnace, down: [{}]}]}"
    answer = choose(PRICES.replace("cost_krw", "cost_per_t") + f"  - {nothing}\n").answer
    assert answer is not None
    assert (answer.best, answer.alternatives[-1].scenario, answer.alternatives[-1].mean) == ("cheap", "n", None)


def test_when_alike_lines_cannot_be_told_apart_it_says_so() -> None:
    same = """{id: a, figure: good, days: 1, warm_up_hours: 0, first: 5, most: 8, exact_amount: 0.001,
      scenarios: [{id: b, changes: [{station: press, time_factor: 1.001}]}]}"""
    answer = choose(same).answer
    assert answer is not None
    assert not answer.sure


def test_effects_are_what_arithmetic_says() -> None:
    answer = weigh(KNOBS).answer
    assert answer is not None
    found = {item.scenarios: item.effect for item in answer.effects}
    mean = answer.mean or math.nan
    assert found["price",] == pytest.approx(mean * 0.4)
    assert found["price", "use"] == pytest.approx(found["use",] * 0.2)
    assert {item.verdict for item in answer.effects} == {"higher"}
    assert (answer.lines, answer.resolution, answer.enough) == (4, None, True)
    with ThreadPoolExecutor(2) as executor:
        assert weigh(KNOBS, executor=executor).answer == answer


def test_with_its_plant_a_line_is_weighed_by_what_a_tonne_carries() -> None:
    question = """{id: q, days: 7, warm_up_hours: 168, first: 5, figure: balance.bolts.certificates, scenarios: [
      {id: burner, changes: [{station: hardening, carrier: gas, use: {busy: 40, idle: 2}}]},
      {id: motors, changes: [{station: heading, carrier: electricity, use: {busy: 9, idle: 2}}]}]}"""
    standing = Standing(plant=read_sample("fasteners"), edition="2026-08")
    asked = Document(yaml.safe_load(question), "q.yaml")
    weighed = weigh_factors(sample_line("fasteners"), asked, line_engine(), standing=standing).answer
    chosen = choose_scenario(sample_line("fasteners"), asked, line_engine(), standing=standing).answer
    assert weighed is not None
    assert chosen is not None
    verdicts = {item.scenarios: item.verdict for item in weighed.effects}
    assert verdicts == {("burner",): "lower", ("motors",): "identical", ("burner", "motors"): "identical"}
    assert chosen.best == "burner"


def test_all_that_is_wrong_with_factors_is_told_at_once() -> None:
    wrong = KNOBS.replace("price: 80", "price: 80, station: saw, buffer: 3")
    wrong += "  - {id: again, changes: [{carrier: power, price: 10}]}\n"
    codes = [item.code for item in weigh(wrong).problems]
    assert "what_if.same_thing" in codes
    assert len(codes) > 1
    many = "".join(f"  - {{id: f{n}, changes: [{{station: press, buffer: {n}}}]}}\n" for n in range(11))
    codes = [item.code for item in weigh("id: q\nscenarios:\n" + many).problems]
    assert codes.count("what_if.too_many_factors") == 1


def test_what_is_better_must_be_clear_and_a_share_of_nothing_is_no_difference() -> None:
    unclear = choose(PRICES.replace("cost_krw", "station.press.hours.busy"))
    assert [item.code for item in unclear.problems] == ["what_if.better_unknown"]
    with pytest.raises(InputError) as error:
        choose(PRICES.replace("cost_krw", "station.press.hours.maintenance"))
    assert error.value.problems[0].code == "what_if.indifference"


BADLY_PLACED = """
pulmu: line/1
id: shafts
stations:
  - {id: saw, buffer: 1, time: {law: exponential, mean: 4 min}}
  - {id: mill, buffer: 1, time: {law: exponential, mean: 4 min}}
  - {id: wash, buffer: 9, time: {law: exponential, mean: 30 s}}
products: [{id: shaft, route: [{station: saw}, {station: mill}, {station: wash}]}]
sources: [{id: bars, products: {shaft: 1}}]
"""


def test_places_go_where_they_do_good_and_are_held_against_today() -> None:
    document = Document(yaml.safe_load(BADLY_PLACED), "line.yaml")
    placed = place_buffers(document, PlacesQuestion(days=3, warm_up_hours=5), line_engine())
    answer = placed.answer
    assert answer is not None
    found = {item.station: item.found for item in answer.stations}
    assert sum(found.values()) == 11
    assert found["mill"] > 5
    assert (answer.key.verdict, answer.enough) == ("higher", True)
    fewer = place_buffers(document, PlacesQuestion(days=3, warm_up_hours=5, figure="inside", least=0), line_engine())
    assert fewer.answer is not None
    assert fewer.answer.key.verdict == "lower"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (PlacesQuestion(stations=("lathe",)), "what_if.unknown_name"),
        (PlacesQuestion(figure="god"), "what_if.unknown_figure"),
        (PlacesQuestion(places=2), "what_if.few_places"),
        (PlacesQuestion(figure="source.bars.arrived"), "what_if.better_unknown"),
    ],
    ids=["station", "figure", "places", "better"],
)  # fmt: skip
def test_a_wrong_question_about_places_is_refused(question: PlacesQuestion, code: str) -> None:
    document = Document(yaml.safe_load(BADLY_PLACED), "line.yaml")
    assert [item.code for item in place_buffers(document, question, line_engine()).problems] == [code]


def test_a_buffer_without_end_has_no_places_to_give() -> None:
    document = Document(yaml.safe_load(BADLY_PLACED.replace("id: mill, buffer: 1", "id: mill")), "line.yaml")
    asked = PlacesQuestion(stations=("mill",), days=1)
    assert [item.code for item in place_buffers(document, asked, line_engine()).problems] == ["what_if.no_end"]


def test_each_can_be_stopped() -> None:
    def stop(done: int, of: int) -> bool:
        return done < 3

    document = Document(yaml.safe_load(BADLY_PLACED), "line.yaml")
    for call in (lambda: choose(PRICES, tell=stop), lambda: weigh(KNOBS, tell=stop),
                 lambda: place_buffers(document, PlacesQuestion(days=1), line_engine(), tell=stop)):  # fmt: skip
        with pytest.raises(SolveError):
            call()
