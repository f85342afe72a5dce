"""The same call chosen by tables and in its agency's place: the same are chosen, for the same reasons."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.places import Place
from tests.records import HANBIT
from tests.services.calls.agency import CALL, CLOSED, OFFICER, PACKAGED, with_call
from tests.services.calls.awards import score

from pulmu.bootstrap.support import read_applications_content, read_scores_content, read_upload_content
from pulmu.services.applications.columns import heads_of
from pulmu.services.applications.upload import columns_for, take_in_upload
from pulmu.services.calls.choose import choose
from pulmu.services.calls.shelf import call_in_force
from pulmu.services.calls.stages import go_on
from pulmu.services.select_call import select_call

HEADS = "접수번호,기업명,사업자등록번호,기업규모,시·도,대표자 나이,신청금액,접수일시,공급기업 풀 등록,영업 중"
REVIEWERS = ("가", "나", "다")
FIRMS = st.lists(
    st.tuples(
        st.sampled_from(("소기업", "중기업", "중견기업")), st.sampled_from(("서울", "경남", "부산")),
        st.integers(25, 60), st.integers(50, 200),
        st.tuples(*(st.tuples(st.integers(0, 30), st.integers(0, 40), st.integers(0, 30)) for _ in REVIEWERS)),
    ),
    min_size=2, max_size=9,
)  # fmt: skip
TERMS = st.fixed_dictionaries(
    {
        "places": st.integers(1, 5),
        "mode": st.sampled_from(("in_order", "most_points")),
        "beyond_budget": st.sampled_from(("next", "stop")),
        "leave_out": st.sampled_from(("none", "highest_and_lowest")),
        "calibration": st.sampled_from(("none", "additive")),
    }
)


@settings(max_examples=4, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.too_slow])
@given(FIRMS, TERMS)
def test_by_tables_and_in_the_place_the_same_are_chosen(firms: list[Any], terms: dict[str, Any]) -> None:
    choosing = {
        "mode": terms["mode"], "beyond_budget": terms["beyond_budget"], "passing_points": 40, "reserves": 2,
        "ties": [{"by": "plan", "order": "more"}, {"by": "received", "order": "less"}, {"by": "representative_age"}],
        "lot_seed": "추첨", "per_group": 1,
    }  # fmt: skip
    reviewing = {"per_application": 3, "leave_out": terms["leave_out"], "calibration": terms["calibration"]}
    lines = [
        f"A-{number},기업 {number},110-81-{number:05},{size},{province},{age},{asked}000000,"
        f"2026-12-05 10:{number:02},ai,예"
        for number, (size, province, age, asked, _) in enumerate(firms)
    ]
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder)).with_companies()
        with_call(place, places=terms["places"], budget_krw=600_000_000, choosing=choosing, reviewing=reviewing)
        found = call_in_force(place.gate, OFFICER, PACKAGED, CALL)
        assert found.programme is not None
        columns = columns_for(place.gate, OFFICER, PACKAGED, CALL)
        text = "\n".join((HEADS, *lines)).encode()
        take_in_upload(place.gate, OFFICER, PACKAGED, CALL, read_upload_content(text, "a.csv", heads_of(columns)))
        with place.store.reading(HANBIT) as work:
            ids = {item.name: item.id for item in work.all_received("application", CALL)}
        assert len(ids) == len(firms)
        with place.store.writing(HANBIT) as work:
            for number, firm in enumerate(firms):
                for who, (need, plan, effect) in zip(REVIEWERS, firm[4], strict=True):
                    points = {"need": need * 100, "plan": plan * 100, "effect": effect * 100}
                    work.add_review(score(ids[f"기업 {number}"], points, who, CALL))
        place.at = CLOSED
        go_on(place.gate, OFFICER, found.call, "taking")
        go_on(place.gate, OFFICER, found.call, "reviewing")
        inside = choose(place.gate, OFFICER, found.call, found.programme)
        place.store.close()
    table = text.replace(b"\xec\xa0\x91\xec\x88\x98\xec\x9d\xbc\xec\x8b\x9c", b"received")
    scores = ["접수번호,평가위원,need,plan,effect"]
    scores += [f"A-{number},{who},{','.join(map(str, given_))}" for number, firm in enumerate(firms)
               for who, given_ in zip(REVIEWERS, firm[4], strict=True)]  # fmt: skip
    by_tables = select_call(
        found.call, found.programme, read_applications_content(table, "a.csv", found.call),
        read_scores_content("\n".join(scores).encode(), "s.csv", found.call),
    )  # fmt: skip
    assert by_tables.chosen is not None, by_tables.problems
    names = {key: f"A-{name.split()[-1]}" for name, key in ids.items()}
    outside = by_tables.chosen.selection
    assert outside is not None
    # Lots are drawn by the number of the application, which the place gives itself: above them all is the same.
    assert sorted(outside.totals) == sorted(inside.selection.totals)
    told = {item.id: (item.total, {cause.kind for cause in item.causes}) for item in by_tables.chosen.reasons}
    if len(set(outside.totals)) == len(firms):
        assert {names[key] for key in inside.selection.chosen_ids} == set(outside.chosen_ids)
        assert {names[item.id]: (item.total, {cause.kind for cause in item.causes})
                for item in inside.choice.reasons} == told  # fmt: skip
