"""Difficulties come together by what they say, in whatever language, and an officer is told why."""

import csv
import itertools
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.model.voice import Voice
from pulmu.support.voices import FEWEST_TOLD, Raised, fits, gather, likeness, number_shown

LABELLED = tuple(csv.DictReader((Path(__file__).parent / "labelled.csv").read_text(encoding="utf-8").splitlines()))
WORDS = ("전기요금", "검증비용", "grace period", "visa", "서류", "상속세", "베어링", "", "!", "同じ", "abc")


def raised(key: str, title: str, text: str = "", sender: str = "", **more: Any) -> Raised:
    return Raised(key, sender or key, Voice(id=key, title=title, text=text, **more))


def labelled(held_out: str) -> list[Raised]:
    rows = [row for row in LABELLED if row["held_out"] == held_out]
    return [raised(f"{row['topic']}.{number}", row["title"], row["text"], area=row["area"])
            for number, row in enumerate(rows)]  # fmt: skip


def topic(key: str) -> str:
    return key.partition(".")[0]


@pytest.mark.parametrize("held_out", ["no", "yes"])
def test_labelled_ones_of_two_languages_come_together(held_out: str) -> None:
    items = labelled(held_out)
    group_of = {key: n for n, group in enumerate(gather(likeness(items))) for key in group.members}
    pairs = list(itertools.combinations([item.id for item in items], 2))
    together = {pair for pair in pairs if group_of.get(pair[0], pair[0]) == group_of.get(pair[1], pair[1])}
    belong = {pair for pair in pairs if topic(pair[0]) == topic(pair[1])}
    assert len(together & belong) >= 0.95 * len(together)  # nearly none is put where it does not belong
    assert len(together & belong) >= 0.8 * len(belong)


def test_the_order_in_which_they_come_does_not_matter() -> None:
    items = labelled("no")
    first = gather(likeness(items))
    random.Random(1).shuffle(items)
    assert gather(likeness(items)) == first


def test_few_are_weighed_like_many() -> None:
    pair = [raised("a", "전기요금이 올라 야간 조업을 못 합니다"), raised("b", "Electricity tariff too high at night")]
    alone = likeness(pair).shares[0, 1]
    assert len(gather(likeness(pair))) == 1
    crowd = likeness([*pair, *labelled("yes")])
    assert crowd.shares[crowd.places["a"], crowd.places["b"]] == pytest.approx(alone, rel=0.5)


def test_why_is_said_in_both_languages() -> None:
    (group,) = gather(likeness([raised("a", "검증비용이 너무 큽니다"), raised("b", "The verifier costs too much")]))
    assert group.members == ("a", "b")
    assert [(item.kind, item.ko, item.en, item.voices) for item in group.shared] == [
        ("concept", "검증비용", "verification cost", 2)
    ]


def test_a_parameter_both_name_is_enough_and_a_programme_is_not() -> None:
    one, other = "볼트가 자주 풀립니다", "상속세를 낼 돈이 없습니다"
    of_rule = [raised(key, said, parameters=("size.grace_years",)) for key, said in (("a", one), ("b", other))]
    (group,) = gather(likeness(of_rule))
    assert [(item.kind, item.id) for item in group.shared] == [("parameter", "size.grace_years")]
    assert (
        gather(likeness([raised(key, said, programmes=("ai_voucher",)) for key, said in (("a", one), ("b", other))]))
        == ()
    )


def test_firms_are_counted_once_however_often_they_write() -> None:
    items = [raised(key, "전기요금이 너무 비쌉니다", sender="one") for key in "abc"]
    (group,) = gather(likeness(items))
    assert (len(group.members), group.firms) == (3, 1)


def test_a_new_one_is_shown_the_themes_it_fits_and_why() -> None:
    items = [*labelled("no"), raised("new", "유예 3년이 지나면 지원이 끊깁니다", "중소기업 졸업 뒤가 두렵습니다")]
    themes: dict[str, list[str]] = {}
    for item in items[:-1]:
        themes.setdefault(topic(item.id), []).append(item.id)
    first, *_ = fits(likeness(items), "new", themes | {"empty": [], "gone": ["nobody"]})
    assert first.theme == "grace"
    assert any(item.id in ("grace_period", "sme_status") for item in first.shared)
    assert fits(likeness([*items, raised("far", "구내식당 메뉴")]), "far", themes) == ()


def test_only_the_loose_are_gathered() -> None:
    items = labelled("no")
    loose = [item.id for item in items if topic(item.id) == "grace"][:2]
    assert {key for group in gather(likeness(items), loose) for key in group.members} <= set(loose)


def test_nothing_and_one_come_together_with_nobody() -> None:
    assert gather(likeness([])) == ()
    assert gather(likeness([raised("a", "전기요금")])) == ()
    assert gather(likeness([raised("a", "!"), raised("b", "!")])) == ()  # what says nothing is like nothing


def test_the_number_of_few_firms_is_not_told() -> None:
    assert [number_shown(firms) for firms in (0, 1, FEWEST_TOLD - 1, FEWEST_TOLD)] == [None, None, None, FEWEST_TOLD]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=6), max_size=9))
def test_likeness_is_the_same_both_ways_and_every_one_is_in_one_group_at_most(texts: list[list[str]]) -> None:
    items = [raised(f"v{n}", " ".join(words) or "-") for n, words in enumerate(texts)]
    found = likeness(items)
    assert (found.shares == found.shares.T).all()
    assert ((found.shares >= 0) & (found.shares <= 1)).all()
    members = [key for group in gather(found) for key in group.members]
    assert len(members) == len(set(members))
