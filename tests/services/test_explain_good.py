"""The tree of a good, and the remark on what was floored."""

import dataclasses

import pytest
from tests.plants import fuel, good, heat_net, plant, process, report_of

from pulmu.adapters.samples import read_sample
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import InputError, Plant
from pulmu.services.explain_good import Question, explain_good


def test_a_good_is_found_by_the_beginning_of_its_code() -> None:
    found = explain_good(read_sample("fasteners"), "7318 15")
    assert [figure.name for figure in found.figures] == ["counted_embedded_emissions"]


def test_a_good_that_the_plant_does_not_make_is_told_with_those_it_makes() -> None:
    with pytest.raises(InputError) as caught:
        explain_good(read_sample("fasteners"), "7601")
    assert caught.value.problems[0].code == "input.no_such_good"
    assert "73181588" in caught.value.problems[0].mend


@pytest.mark.parametrize("question", ["emissions", "footprint", "certificates"])
def test_a_plant_is_computed_once_however_many_goods_are_asked_for(
    question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def counting(described: Plant, edition: str) -> Statement:
        calls.append(edition)
        return state_emissions(described, edition)

    monkeypatch.setattr("pulmu.services.explain_good.state_emissions", counting)
    found = explain_good(read_sample("fasteners"), "7", question)
    assert (len(found.figures), len(calls)) == (3, 1)


def two_processes(heat: str) -> Plant:
    return dataclasses.replace(
        plant(process("a", good("bolt")), process("b", good("nut", "73181692"))),
        source_streams=(fuel("gas", "city gas", "1000 Nm3", {"a": "rest"}),),
        heat_nets=(heat_net("waste heat", {"b": heat}, recovered_from="a"),),
    )


@pytest.mark.parametrize(("heat", "told"), [("1 GJ", False), ("900 GJ", True)])
def test_who_gives_away_more_than_it_burns_is_floored_and_told(heat: str, told: bool) -> None:
    codes = {item.code for item in report_of(two_processes(heat)).remarks}
    assert ("carbon.negative_attribution" in codes) is told
