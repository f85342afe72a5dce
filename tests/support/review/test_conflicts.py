"""Conflicts: every planted one is found, through chains and spellings, and none is ever assigned."""

import itertools
import unicodedata
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.model.errors import InputError
from pulmu.model.firm import Firm, Firms, Holder, Shareholding
from pulmu.support.ownership import OwnershipLimits
from pulmu.support.review import Candidate, PanelRules, Wanted, assign
from pulmu.support.review.conflicts import Cleared, Conflict, barred, conflicts
from pulmu.support.review.grounds import MAY_BE_CLEARED, SOURCES, ConflictRules
from pulmu.support.review.naming import firm_key, person_key, register_key
from pulmu.support.review.ownership_ties import ties_of
from pulmu.support.review.parties import Declared, Employment, Judge, Judged, Party, Person, Tie

DAY = date(2026, 11, 27)
RULES = ConflictRules(same_institution=True)
STEEL = Party(name="한빛철강(주)", register="123-45-67890")
NOBODY = Person(name="김하늘")


def judge(*works: Employment, name: str = "이도윤", **more: object) -> Judge:
    return Judge(id="r1", person=Person(name=name, id="R-1"), employments=works, **more)  # type: ignore[arg-type]


def judged(**more: object) -> Judged:
    return Judged(id="a1", applicant=STEEL, **more)  # type: ignore[arg-type]


def grounds(one: Judge, application: Judged, **more: object) -> list[str]:
    return [item.ground for item in conflicts([one], [application], RULES, DAY, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written",
    [
        "한빛철강",
        "㈜한빛철강",
        "주식회사 한빛철강",
        "한빛 철강 ( 주 )",
        unicodedata.normalize("NFD", "한빛철강(주)"),
        " 한빛철강㈜ ",
    ],
)
def test_a_firm_is_found_however_it_is_written(written: str) -> None:
    assert grounds(judge(Employment(party=Party(name=written))), judged()) == ["employer"]


@pytest.mark.parametrize("written", ["1234567890", "123-45-67890", "１２３－４５－６７８９０", " 123 45 67890 "])
def test_a_register_number_comes_before_the_name(written: str) -> None:
    other = Party(name="한빛스틸", register=written)
    assert grounds(judge(Employment(party=other)), judged()) == ["employer"]


def test_one_name_with_two_register_numbers_bars_until_it_is_cleared() -> None:
    one = judge(Employment(party=Party(name="한빛철강", register="999-99-99999")))
    assert grounds(one, judged()) == ["same_firm_name"]
    assert grounds(one, judged(), cleared=[Cleared("r1", "same_firm_name", "a1", "officer", "another firm")]) == []


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, ["employer"]),
        (date(2027, 1, 1), ["employer"]),
        (date(2024, 1, 1), ["former_employer"]),
        (date(2023, 11, 27), ["former_employer"]),
        (date(2023, 11, 26), []),
    ],
)
def test_former_work_counts_for_the_years_of_the_call(until: date | None, expected: list[str]) -> None:
    assert grounds(judge(Employment(party=STEEL, until=until)), judged()) == expected


def test_whole_years_since_are_told() -> None:
    (found,) = conflicts([judge(Employment(party=STEEL, until=date(2024, 12, 1)))], [judged()], RULES, DAY)
    assert (found.years, found.evidence, found.source) == (1, "한빛철강(주)", SOURCES["former_employer"])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"partners": (Party(name="푸른대학교"),)}, ["partner"]),
        ({"suppliers": (Party(name="푸른대학교"),)}, ["supplier"]),
        ({"people": (Person(name="박솔", institution=Party(name="푸른대학교 산학협력단")),)}, ["same_institution"]),
        ({"people": (Person(name="이도윤"),)}, ["same_name"]),
        ({"people": (Person(name="이 도윤", id="R-2"),)}, []),
        ({"people": (Person(name="Lee Doyun", id="R-1"),)}, ["own_application"]),
        ({"people": (Person(name="최가람"),)}, ["same_name"]),
        ({"people": (Person(name="최 가람", id="F-7"),)}, ["relative"]),
        ({}, []),
    ],
)
def test_each_ground_is_told(more: dict[str, object], expected: list[str]) -> None:
    relative = Person(name="최가람", id="F-7" if expected == ["relative"] else "")
    one = judge(Employment(party=Party(name="푸른대학교")), relatives=(relative,))
    assert grounds(one, judged(**more)) == expected


def test_a_relative_who_works_for_the_applicant_bars() -> None:
    relative = Person(name="최가람", institution=STEEL)
    assert grounds(judge(relatives=(relative,)), judged()) == ["relative"]


def test_what_was_declared_bars() -> None:
    assert grounds(judge(declared=(Declared(application="a1"),)), judged()) == ["declared"]
    assert grounds(judge(declared=(Declared(party=Party(name="한빛철강")),)), judged()) == ["declared"]


def test_a_past_that_was_not_told_bars_until_it_is_asked() -> None:
    silent = Judge(id="r1", person=Person(name="이도윤"), employments=None)
    assert grounds(silent, judged()) == ["history_unknown"]
    assert grounds(silent, judged(), cleared=[Cleared("r1", "history_unknown")]) == []
    allowed = ConflictRules(unknown_history="allow")
    assert conflicts([silent], [judged()], allowed, DAY) == ()


def test_a_certain_conflict_cannot_be_cleared() -> None:
    one = judge(Employment(party=STEEL))
    assert grounds(one, judged(), cleared=[Cleared("r1", "employer", "a1")]) == ["employer"]
    assert set(MAY_BE_CLEARED) == {"same_name", "same_firm_name", "history_unknown"}


def test_those_of_two_applications_judge_neither_the_other() -> None:
    people = [Judge(id=f"r{n}", person=Person(name=f"사람{n}", id=f"R-{n}"), employments=()) for n in (1, 2, 3)]
    calls = [Judged(id=f"a{n}", applicant=Party(name=f"회사{n}"), people=(people[n - 1].person,)) for n in (1, 2)]
    found = [(item.reviewer, item.application, item.ground) for item in conflicts(people, calls, RULES, DAY)]
    assert found == [("r1", "a1", "own_application"), ("r1", "a2", "mutual"), ("r2", "a1", "mutual"),
                     ("r2", "a2", "own_application")]  # fmt: skip


def test_affiliates_are_told_with_their_chain() -> None:
    names = ["한빛지주", "한빛철강", "한빛물류"]
    firms = Firms(
        companies=(
            Firm(id="h", name_local=names[0], externally_audited=True),
            Firm(id="s", name_local=names[1], register_id="123-45-67890", name="Hanbit Steel"),
            Firm(id="l", name_local=names[2], name="Hanbit Logistics"),
        ),
        holders=(Holder(id="p", name="김하늘", kind="person", officer_of=("l",)),),
        shareholdings=(
            Shareholding(holder="h", company="s", share=0.6),
            Shareholding(holder="h", company="l", share=0.8),
        ),
    )
    limits = OwnershipLimits(control_from=0.3, parent_from=0.3, whole_from=0.5, direct_whole_from=0.5,
                             grandchild_whole_from=0.5, known_from=0.3)  # fmt: skip
    ties = ties_of(firms, limits)
    for name in ("한빛물류", "(주)한빛물류", "Hanbit Logistics Co., Ltd."):
        (found,) = conflicts([judge(Employment(party=Party(name=name)))], [judged()], RULES, DAY, ties=ties)
        assert found.ground == "affiliate"
        assert "controls" in found.evidence
    assert conflicts([judge(Employment(party=Party(name="한빛물류")))], [judged()], RULES, DAY) == ()


def test_firms_of_one_person_are_of_one_group() -> None:
    firms = Firms(
        companies=(Firm(id="a", name="Alpha"), Firm(id="b", name="Beta"), Firm(id="c", name="Gamma")),
        holders=(Holder(id="p", name="Kim", kind="person", officer_of=("b",), relatives=("q",)),
                 Holder(id="q", name="Lee", kind="person")),
        shareholdings=(Shareholding(holder="p", company="a", share=0.4),
                       Shareholding(holder="q", company="c", share=0.5)),
    )  # fmt: skip
    limits = OwnershipLimits(control_from=0.3, parent_from=0.3, whole_from=0.5, direct_whole_from=0.5,
                             grandchild_whole_from=0.5, known_from=0.3)  # fmt: skip
    application = Judged(id="a1", applicant=Party(name="Alpha Inc."))
    for name in ("Beta", "Gamma"):
        one = judge(Employment(party=Party(name=name)))
        assert [item.ground for item in conflicts([one], [application], RULES, DAY, ties=ties_of(firms, limits))] == [
            "affiliate"
        ]


SPELLINGS = ["{}", "(주){}", "㈜ {}", "주식회사 {}", "{}주식회사"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000))
def test_no_planted_conflict_is_ever_assigned(seed: int) -> None:
    """Chains of affiliates of any length, spellings, missing numbers and decomposed letters: none slips through."""
    random = np.random.default_rng(seed)
    firms = [Party(name=f"가람{n}산업", register=f"{1_000_000_000 + n}") for n in range(24)]
    chains = [firms[n : n + 4] for n in range(0, 24, 4)]  # six groups of four, each a chain
    ties = [Tie(_written(random, one), _written(random, two), f"{one.name} owns {two.name}")
            for chain in chains for one, two in itertools.pairwise(chain)]  # fmt: skip
    random.shuffle(ties)  # type: ignore[arg-type]
    applications = [
        Judged(id=f"a{n}", applicant=_written(random, chains[n][int(random.integers(4))])) for n in range(6)
    ]
    planted: set[tuple[str, str]] = set()
    judges = []
    for number in range(18):
        group = int(random.integers(9))  # some belong to none
        works: tuple[Employment, ...] = (Employment(party=Party(name=f"먼{number}상사")),)
        if group < 6:
            until = None if random.random() < 0.5 else date(2025, 3, 1)
            works = (*works, Employment(party=_written(random, chains[group][int(random.integers(4))]), until=until))
            planted.add((f"r{number}", f"a{group}"))
        judges.append(Judge(id=f"r{number}", person=Person(name=f"위원{number}"), employments=works))
    found = conflicts(judges, applications, RULES, DAY, ties=ties)
    assert planted <= {(item.reviewer, item.application) for item in found}
    names = [one.id for one in applications]
    wanted = Wanted(
        applications=tuple(names),
        candidates=tuple(Candidate(id=one.id) for one in judges),
        fit=random.integers(0, 100, (6, 18)) * 100,
        barred=barred(found, names, [one.id for one in judges]),
        rules=PanelRules(per_application=3, most=2),
    )
    try:
        result = assign(wanted, seed=seed)
    except InputError:
        return
    assert not planted & {(pair.reviewer, pair.application) for pair in result.pairs}


def _written(random: np.random.Generator, firm: Party) -> Party:
    """A firm as somebody writes it: with its number, or by name alone, in any spelling."""
    name = SPELLINGS[int(random.integers(len(SPELLINGS)))].format(firm.name)
    if random.random() < 0.3:
        name = unicodedata.normalize("NFD", name)
    number = f"{firm.register[:3]}-{firm.register[3:5]}-{firm.register[5:]}"
    return Party(name=name, register=number if random.random() < 0.5 else "")


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000))
def test_order_does_not_matter(seed: int) -> None:
    random = np.random.default_rng(seed)
    people = [Person(name=f"이름{n % 3}") for n in range(6)]
    calls = [Judged(id=f"a{n}", applicant=Party(name=f"회사{n % 4}"), people=(people[n],)) for n in range(6)]
    judges = [
        Judge(id=f"r{n}", person=people[n], employments=(Employment(party=Party(name=f"회사{n}")),)) for n in range(4)
    ]
    first = conflicts(judges, calls, RULES, DAY)
    random.shuffle(judges)  # type: ignore[arg-type]
    random.shuffle(calls)  # type: ignore[arg-type]
    assert {_told(item) for item in conflicts(judges, calls, RULES, DAY)} == {_told(item) for item in first}


def _told(item: Conflict) -> tuple[str, str, str]:
    return item.reviewer, item.application, item.ground


def test_keys_leave_nothing_where_nothing_is() -> None:
    assert firm_key("(주)") == ""
    assert firm_key(" . ") == ""
    assert person_key(" ") == ""
    assert register_key("000-00-00000") == ""
    assert register_key("12-3") == ""
