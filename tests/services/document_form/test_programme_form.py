"""A programme or a reform as a form: sent as it was shown it is the same, typed anew it means the same."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pulmu.adapters.programme_file import packaged_programme_documents
from pulmu.adapters.reform_file import packaged_reform_documents
from pulmu.model import Document, decode
from pulmu.model.programme import Condition, Programme
from pulmu.model.reform import Reform
from pulmu.services.document_form.apply import apply
from pulmu.services.document_form.form import Section, form_of, inputs_of
from pulmu.services.document_form.shape import attributes_of
from pulmu.services.document_form.typed import nest

PROGRAMMES = {item.name: item.tree for item in packaged_programme_documents()}
DOCUMENTS: dict[str, tuple[type, Any]] = {name: (Programme, tree) for name, tree in PROGRAMMES.items()} | {
    name: (Reform, item.tree) for name, item in packaged_reform_documents().items()
}


def inputs(kind: type, tree: Any) -> dict[str, str]:
    form = form_of((Section((), kind, tuple(attributes_of(kind))),), tree, {}, blank=True, is_whole=True)
    return inputs_of(form)


def sent_unchanged(kind: type, tree: Any) -> Any:
    made = apply(kind, tree, nest(inputs(kind, tree)))
    assert made.refused == ()
    return made.tree


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_packaged_document_sent_unchanged_stays_as_it_was_written(name: str) -> None:
    kind, tree = DOCUMENTS[name]
    assert json.dumps(sent_unchanged(kind, tree), default=str) == json.dumps(tree, default=str)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_packaged_document_typed_anew_means_the_same(name: str) -> None:
    kind, tree = DOCUMENTS[name]
    fresh = {name: "" if name.endswith("~was") else said for name, said in inputs(kind, tree).items()}
    made = apply(kind, {}, nest(fresh))
    assert made.refused == ()
    assert without_types(decode(kind, Document(made.tree, "")).unwrap()) == without_types(
        decode(kind, Document(tree, "")).unwrap()
    )


def without_types(value: object) -> str:
    """A fact that was typed may be text or yes and no: rules read both alike."""
    return repr(value).replace("'", "").lower()


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12)
_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-5, 10**13), _WORDS,
                     st.floats(allow_nan=False, allow_infinity=False),
                     st.sampled_from(["20 %", "2억", "a\r\nb", "예", "2026-01-01", "a\n", " "]))  # fmt: skip
_ODD = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3), max_leaves=8
)
_KNOWN = sorted({name for kind in (Condition, Programme) for name in attributes_of(kind)})


def _places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(found for name, item in entries for found in _places(item, (*path, name)))]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(PROGRAMMES)), st.data())
def test_a_programme_with_whatever_in_some_place_is_shown_and_kept(name: str, data: st.DataObject) -> None:
    tree = json.loads(json.dumps(PROGRAMMES[name], default=str))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from([item for item in _places(tree) if item]))
        at = tree
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = data.draw(_ODD | st.dictionaries(st.sampled_from(_KNOWN), _ODD, max_size=4))
    assert json.dumps(sent_unchanged(Programme, tree)) == json.dumps(tree)


def test_a_list_of_no_words_among_figures_of_the_past_stays_as_it_was() -> None:
    tree = json.loads(json.dumps(PROGRAMMES["innovation_awards.yaml"], default=str))
    tree["history"][1]["figures"]["total"] = [None, None]
    assert sent_unchanged(Programme, tree) == tree
