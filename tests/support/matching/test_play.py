"""Rounds of accept and refuse: what is accepted stays, what is refused leaves, the next step runs on what is left."""

import dataclasses
from random import Random
from typing import Any

import pytest
from tests.support.matching.rounds import round_of, said, tree

from pulmu.model import InputError
from pulmu.model.matching_round import MatchingAnswer, MatchingRound
from pulmu.support.matching import NOBODY, Played, Progress, Proposal, answer, blocking_pairs, breaches, play, propose


def standing(played: Played) -> dict[str, str]:
    return {item.applicant: item.supplier for item in played.progress.standing}


def test_the_first_step_proposes_what_deferred_acceptance_finds() -> None:
    played = play(round_of(), ())
    assert standing(played) == {"three": "a", "one": "b", "two": "b"}
    assert {item.state for item in played.progress.standing} == {"waiting"}


def test_a_refused_pair_leaves_and_the_place_goes_to_the_next() -> None:
    played = play(round_of(), [said(1, "three", "a", "supplier", "refuse"), said(1, "two", "b", "applicant", "refuse")])
    assert played.progress.step == 2
    assert standing(played) == {"one": "b", "two": "a"}
    assert [(item.applicant, item.refused_by, item.reason) for item in played.progress.refused] == [
        ("three", "supplier", "too far away"), ("two", "applicant", "too far away"),
    ]  # fmt: skip
    (out,) = played.numbered.left_out["three"]
    assert (out.why, out.by, out.reason) == ("refused", "supplier", "too far away")


def test_what_both_accept_stays_whatever_comes() -> None:
    accepted = [said(1, "one", "b", by, "accept") for by in ("applicant", "supplier")]
    played = play(round_of(), [*accepted, said(1, "three", "a", "supplier", "refuse")])
    assert standing(played)["one"] == "b"  # though a has a place now, and one wished for it more
    assert {item.applicant: item.state for item in played.progress.standing}["one"] == "accepted"
    assert played.numbered.market.capacity.tolist() == [1, 0]


def test_one_side_alone_does_not_make_a_pair_and_the_officer_does() -> None:
    half = play(round_of(), [said(1, "one", "b", "applicant", "accept")])
    assert {item.applicant: item.state for item in half.progress.standing}["one"] == "waiting"
    whole = play(round_of(), [said(1, "one", "b", "officer", "accept")])
    assert {item.applicant: item.state for item in whole.progress.standing}["one"] == "accepted"


def test_answers_to_what_is_not_proposed_are_told_together() -> None:
    wrong = [said(1, "one", "a", "supplier", "accept"), said(1, "two", "a", "supplier", "refuse")]
    with pytest.raises(InputError) as caught:
        play(round_of(), wrong)
    assert [item.code for item in caught.value.problems] == ["matching.not_proposed"] * 2


def test_an_accepted_pair_cannot_be_refused() -> None:
    progress = propose(Progress(), [("one", "b")])
    progress = answer(progress, [said(1, "one", "b", "officer", "accept")])
    with pytest.raises(InputError, match="accepted before"):
        answer(progress, [said(1, "one", "b", "supplier", "refuse")])


def test_states_are_values() -> None:
    first = propose(Progress(), [("one", "b")])
    second = answer(first, [said(1, "one", "b", "applicant", "accept")])
    assert first.standing == (Proposal("one", "b", 1),)
    assert [(item.what, item.by) for item in second.history] == [("proposed", ""), ("accept", "applicant")]
    with pytest.raises(dataclasses.FrozenInstanceError):
        second.step = 3  # type: ignore[misc]


def rich(random: Random) -> MatchingRound:
    """A round with ties, kinds, quotas and conflicts."""
    firms, places = [f"f{n}" for n in range(random.randint(2, 7))], [f"s{n}" for n in range(random.randint(1, 4))]
    suppliers: list[dict[str, Any]] = []
    for name in places:
        kinds = [{"kind": "k", "most": random.randint(0, 3)}] if random.random() < 0.5 else []
        order = [" = ".join(pair) for pair in zip(*[iter(random.sample(firms, len(firms)))] * 2, strict=False)]
        suppliers.append({"id": name, "places": random.randint(0, 3), "kinds": kinds, "takes_others": True,
                          "order": order})  # fmt: skip
        if kinds and random.random() < 0.5:
            kinds[0]["reserved"] = min(kinds[0]["most"], suppliers[-1]["places"], 1)
    applicants = [{"id": name, "kind": random.choice(["k", "m"]),
                   "wishes": random.sample(places, random.randint(0, len(places)))} for name in firms]  # fmt: skip
    applicants[0]["kind"] = "k"
    conflicts = [{"applicant": random.choice(firms), "supplier": random.choice(places), "reason": "affiliates"}]
    return round_of(applicants=applicants, suppliers=suppliers, conflicts=conflicts)


def test_any_answers_keep_what_was_accepted_and_never_repeat_what_was_refused() -> None:
    steps = 0
    for seed in range(120):
        random = Random(seed)
        given, answers = rich(random), list[MatchingAnswer]()
        for _ in range(4):
            played = play(given, answers)
            market, found = played.numbered.market, played.settled.supplier
            assert breaches(market, found) == ()
            assert blocking_pairs(market, found) == ()
            kept(given, played, answers)
            new = [item for item in played.progress.standing if item.step == played.progress.step]
            if not new:
                break
            for item in new:
                what = random.choice(["accept", "refuse", "wait"])
                if what != "wait":
                    answers.append(said(played.progress.step, item.applicant, item.supplier, "officer", what))
            if not any(one.step == played.progress.step for one in answers):
                break
            steps += 1
    assert steps > 100


def kept(given: MatchingRound, played: Played, answers: list[MatchingAnswer]) -> None:
    pairs = [(item.applicant, item.supplier) for item in played.progress.standing]
    assert len({applicant for applicant, _ in pairs}) == len(pairs)
    assert not {(one.applicant, one.supplier) for one in answers if one.answer == "refuse"} & set(pairs)
    assert {(one.applicant, one.supplier) for one in answers if one.answer == "accept"} <= set(pairs)
    assert not {(item.applicant, item.supplier) for item in given.conflicts} & set(pairs)
    for supplier in given.suppliers:
        mine = [applicant for applicant, name in pairs if name == supplier.id]
        assert len(mine) <= supplier.places
        for quota in supplier.kinds:
            of_kind = [item.id for item in given.applicants if item.id in mine and item.kind == quota.kind]
            assert quota.most is None or len(of_kind) <= quota.most


def test_money_that_standing_proposals_take_is_gone() -> None:
    applicants = [{"id": name, "cost_krw": cost, "wishes": ["a"]} for name, cost in (("x", 60), ("y", 50), ("z", 40))]
    pools = [{"id": "p", "budget_krw": 100}]
    given = round_of(applicants=applicants, suppliers=[{"id": "a", "places": 3, "pool": "p", "order": ["x", "y", "z"]}],
                     pools=pools)  # fmt: skip
    assert standing(play(given, ())) == {"x": "a", "z": "a"}
    next_step = play(given, [said(1, "z", "a", "supplier", "refuse")])
    assert standing(next_step) == {"x": "a"}  # y costs 50, and 40 are left
    assert next_step.numbered.market.limits is not None
    assert next_step.numbered.market.limits.pool_budget.tolist() == [40]


def test_least_numbers_that_cannot_be_met_refuse_the_round_and_are_named() -> None:
    suppliers = [{"id": "a", "places": 3, "least": 2}, {"id": "b", "places": 2, "least": 2}]
    with pytest.raises(InputError) as caught:
        play(round_of(suppliers=suppliers), ())
    assert [(item.code, item.place) for item in caught.value.problems] == [
        ("matching.cannot_be_met_together", "a"), ("matching.cannot_be_met_together", "b"),
    ]  # fmt: skip
    alone = [{"id": "a", "places": 4, "least": 4}, {"id": "b", "places": 2}]
    with pytest.raises(InputError) as caught:
        play(round_of(suppliers=alone), ())
    assert [(item.code, dict(item.values)["willing"]) for item in caught.value.problems] == [
        ("matching.cannot_be_met", "3")
    ]


def test_a_least_number_that_refusals_made_impossible_is_told_and_the_rest_goes_on() -> None:
    given = round_of(suppliers=[{"id": "a", "places": 1}, {"id": "b", "places": 2, "least": 2}])
    first = play(given, ())
    assert sorted(standing(first).values()) == ["a", "b", "b"]
    who = next(name for name, supplier in standing(first).items() if supplier == "b")
    second = play(given, [said(1, who, "b", "applicant", "refuse")])
    assert [(item.limit.name, item.limit.of, item.asked, item.willing) for item in second.not_met] == [
        ("least", 1, 1, 0)
    ]
    assert int((second.settled.supplier != NOBODY).sum()) == 0


def test_the_order_of_rows_changes_nothing() -> None:
    for seed in range(40):
        given = rich(Random(seed))
        mixed = dataclasses.replace(given, applicants=given.applicants[::-1], suppliers=given.suppliers[::-1])
        assert standing(play(given, ())) == standing(play(mixed, ()))


def test_who_names_nobody_and_who_is_named_by_nobody_have_nobody() -> None:
    more = tree()
    more["applicants"][0]["wishes"] = []
    more["suppliers"].append({"id": "c", "places": 5})
    played = play(round_of(applicants=more["applicants"], suppliers=more["suppliers"]), ())
    assert "one" not in standing(played)
    assert "c" not in standing(played).values()
