"""How surely law was read: each source once, facts of the plant left out."""

from pulmu.model import Confidence, Figure, Source
from pulmu.model.figure import Input
from pulmu.services.legal_basis import legal_basis


def figure(confidence: Confidence | None, *inputs: Figure, place: str = "1") -> Figure:
    source = Source("act", place, None, confidence)
    return Figure(1.0, "t", "a", source, "", tuple(Input("x", item, n) for n, item in enumerate(inputs)), "f")


def test_each_source_is_counted_once_and_every_figure_that_rests_on_it() -> None:
    leaf = figure("transitional")
    root = figure("read", leaf, figure("transitional"), figure(None))
    found = legal_basis([root, leaf])
    assert (found.known, found.weak, found.is_firm) == (2, 1, False)
    assert found.figures == {"read": 1, "transitional": 2}


def test_an_extract_of_the_act_is_firm_and_facts_are_no_law() -> None:
    found = legal_basis([figure("extract", figure("read"), figure(None))])
    assert found.is_firm
    assert found.known == 2
    assert legal_basis([figure(None)]).known == 0


def test_memory_and_second_hand_are_weak() -> None:
    assert legal_basis([figure("memory", figure("secondary"))]).weak == 2
