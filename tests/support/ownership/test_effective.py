import pytest
from tests.golden.test_ownership import LIMITS

from pulmu.model import Firm, Firms, Holder, InputError, Shareholding
from pulmu.support.ownership import Graph, effective_shares, graph_of, relatives_of

Entry = tuple[str, str, float | None]


def graph(*entries: Entry) -> Graph:
    names = sorted({name for holder, company, _ in entries for name in (holder, company)})
    return graph_of(
        Firms(
            companies=tuple(Firm(id=name) for name in names if not name.startswith("person")),
            holders=tuple(Holder(id=name, kind="person") for name in names if name.startswith("person")),
            shareholdings=tuple(Shareholding(holder=h, company=c, share=s) for h, c, s in entries),
        )
    )


def shares(of: Graph, company: str, longest_chain: int = 8) -> dict[str, float]:
    found = effective_shares(of, company, whole_from=0.5, longest_chain=longest_chain).by_holder
    return {name: round(item.share.low, 12) for name, item in found.items()}


def test_half_counts_whole_and_less_with_the_product() -> None:
    assert shares(graph(("a", "b", 0.5), ("b", "c", 0.4)), "c") == {"b": 0.4, "a": 0.4}
    assert shares(graph(("a", "b", 0.499), ("b", "c", 0.4)), "c") == {"b": 0.4, "a": 0.1996}


def test_the_limit_is_an_argument() -> None:
    found = effective_shares(graph(("a", "b", 0.4), ("b", "c", 0.4)), "c", whole_from=0.4)
    assert found.share("a").told == 0.4


def test_a_share_by_several_ways_adds_up_and_never_passes_all() -> None:
    of = graph(("p", "a", 1.0), ("p", "b", 0.2), ("a", "b", 0.3), ("b", "c", 0.6), ("a", "c", 0.4))
    assert shares(of, "c") == {"a": 0.58, "b": 0.6, "p": 1.0}


def test_chains_are_followed_as_far_as_asked_and_the_rest_is_told() -> None:
    of = graph(("a", "b", 1.0), ("b", "c", 1.0), ("c", "d", 1.0))
    assert shares(of, "d", longest_chain=2) == {"c": 1.0, "b": 1.0}
    assert effective_shares(of, "d", whole_from=0.5, longest_chain=2).cut == ("b",)
    assert effective_shares(of, "d", whole_from=0.5, longest_chain=3).cut == ()


def test_rings_end_and_are_told() -> None:
    of = graph(("a", "b", 0.6), ("b", "a", 0.3), ("top", "a", 0.4))
    found = effective_shares(of, "b", whole_from=0.5)
    assert {name: item.share.low for name, item in found.by_holder.items()} == {"a": 0.6, "top": 0.24}
    assert found.rings == (("b", "a", "b"),)


def test_a_share_that_is_not_told_lies_in_what_the_others_leave() -> None:
    found = effective_shares(graph(("a", "b", None), ("c", "b", 0.4), ("b", "d", 0.5)), "d", whole_from=0.5)
    assert found.share("a") == (0.0, 0.5), "60 % of the middle company at most: half of it or more counts whole"
    assert found.share("c") == (0.2, 0.2)
    assert found.share("a").told is None


def test_a_file_that_is_too_entangled_is_refused() -> None:
    names = [f"f{number}" for number in range(12)]
    of = graph(*((one, other, 0.05) for one in names for other in names if one != other))
    with pytest.raises(InputError) as refusal:
        effective_shares(of, "f0", whole_from=0.5)
    assert [problem.code for problem in refusal.value.problems] == ["firm.too_entangled"]


def test_a_family_that_is_compared_with_itself_over_and_over_is_refused() -> None:
    people = [f"p{number}" for number in range(200)]
    firms = [f"f{number}" for number in range(90)]
    held = [Shareholding(holder=one, company=firm, share=0.004) for one in people for firm in firms]
    between = [Shareholding(holder=firm, company="f0", share=0.002) for firm in firms[1:]]
    of = graph_of(
        Firms(
            companies=tuple(Firm(id=firm) for firm in firms),
            holders=tuple(Holder(id=one, kind="person", relatives=tuple(people)) for one in people),
            shareholdings=(*held, *between),
        )
    )
    with pytest.raises(InputError) as refusal:
        relatives_of(of, "f0", LIMITS)
    assert [problem.code for problem in refusal.value.problems] == ["firm.too_entangled"]
