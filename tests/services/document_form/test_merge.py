"""Two people change one plant: both changes stand, and where they clash it is said."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pulmu.services.document_form.compare import changes
from pulmu.services.document_form.merge import merge

_VALUES = st.dictionaries(
    st.sampled_from("abc"),
    st.one_of(st.integers(0, 3), st.lists(st.fixed_dictionaries({"id": st.sampled_from("xyz"), "n": st.integers(0, 3)}),
                                          max_size=3, unique_by=lambda item: item["id"])),
)  # fmt: skip


@given(_VALUES, _VALUES)
def test_who_is_alone_in_changing_gets_what_they_want(base: Any, mine: Any) -> None:
    assert merge(base, mine, base).tree == mine
    assert merge(base, base, mine).tree == mine
    assert merge(base, mine, mine) == merge(base, mine, base)


@given(_VALUES, _VALUES, _VALUES)
def test_both_are_kept_or_the_clash_is_named(base: Any, mine: Any, theirs: Any) -> None:
    """What nobody changed stays; a value only one of them changed is theirs; only where both changed it may clash."""
    made = merge(base, mine, theirs)
    named = {path[0] for path in made.clashes}
    for name in "abc":
        before, own, other = (tree.get(name) for tree in (base, mine, theirs))
        if own == before:
            assert made.tree.get(name) == other
        elif other in (before, own):
            assert made.tree.get(name) == own
        elif not isinstance(before, list) or not isinstance(own, list) or not isinstance(other, list):
            assert name in named
            assert made.tree.get(name) == own


def test_rows_of_a_list_are_told_apart_by_their_id() -> None:
    base = [{"id": "a", "n": 1}, {"id": "b", "n": 1}]
    mine = [{"id": "b", "n": 2}, {"id": "a", "n": 1}, {"id": "c", "n": 9}]
    theirs = [{"id": "a", "n": 5}, {"id": "b", "n": 1}, {"id": "d", "n": 7}]
    made = merge(base, mine, theirs)
    assert made.tree == [{"id": "b", "n": 2}, {"id": "a", "n": 5}, {"id": "c", "n": 9}, {"id": "d", "n": 7}]
    assert made.clashes == ()


@given(_VALUES)
def test_nothing_changed_is_no_change(tree: Any) -> None:
    assert changes(tree, tree) == ()


def test_the_same_amount_written_in_another_way_is_no_change() -> None:
    assert changes({"a": "1,250 t"}, {"a": {"value": 1250.0, "unit": "t"}}) == ()
    found = changes({"a": "1,250 t", "b": ["x"]}, {"a": {"value": 1250, "unit": "t", "evidence": "bill"}})
    assert [(item.path, item.before, item.after) for item in found] == [
        (("a",), "1,250 t", "1250 t (bill)"),
        (("b", 0), "x", None),
    ]
