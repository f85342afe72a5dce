"""A form that is sent as it was shown changes nothing, whatever the plant is."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plants import plants

from pulmu.bootstrap.samples import read_sample, sample_names
from pulmu.model import Document, Plant, decode, encode
from pulmu.services.document_form.apply import apply
from pulmu.services.document_form.form import form_of, inputs_of
from pulmu.services.document_form.shape import attributes_of
from pulmu.services.document_form.typed import nest
from pulmu.services.plant_editor.parts import PARTS, has_page, sections_of


def pages_of(tree: Any) -> list[str]:
    """Every page of a plant's editor."""
    found = list(PARTS)
    for attribute in attributes_of(Plant).values():
        entries = tree.get(attribute.name)
        if attribute.kind == "list" and has_page(attribute.inner) and isinstance(entries, list):
            found += [f"{attribute.name}/{number}" for number, item in enumerate(entries) if isinstance(item, dict)]
            found += [
                f"{attribute.name}/{number}/goods/{place}"
                for number, item in enumerate(entries)
                if isinstance(item, dict) and isinstance(item.get("goods"), list)
                for place, good in enumerate(item["goods"])
                if isinstance(good, dict)
            ]
    return found


def sent_unchanged(tree: Any, page: str, *, all_columns: bool) -> Any:
    """The tree after a page was sent as it was shown."""
    form = form_of(sections_of(page, tree), tree, {}, all_columns=all_columns, blank=True)
    applied = apply(Plant, tree, nest(inputs_of(form)))
    assert applied.refused == ()
    return applied.tree


def written(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plants(), st.booleans())
def test_any_plant_sent_unchanged_is_the_same_plant(plant: Plant, all_columns: bool) -> None:
    tree = json.loads(json.dumps(encode(plant)))
    for page in pages_of(tree):
        assert written(sent_unchanged(tree, page, all_columns=all_columns)) == written(tree), page


@pytest.mark.parametrize("name", sample_names())
def test_a_sample_sent_unchanged_stays_as_it_was_written(name: str) -> None:
    tree = read_sample(name).tree
    for page in pages_of(tree):
        assert written(sent_unchanged(tree, page, all_columns=True)) == written(tree), page


_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**6), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12), st.sampled_from(["12 t", "1,250 t", "rest", "meter:EM-01", "12,40 t", " x ", "a\r\nb", "예"]),
)  # fmt: skip
_ODD = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
)
_NAMES = sorted({name for kind in (Plant,) for name in attributes_of(kind)})


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(_NAMES), _ODD, max_size=6), st.booleans())
def test_whatever_an_uploaded_file_holds_is_shown_and_kept(tree: dict[str, Any], all_columns: bool) -> None:
    for page in pages_of(tree):
        assert written(sent_unchanged(tree, page, all_columns=all_columns)) == written(tree), page


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(["source_streams", "purchases", "heat_nets", "processes"]), st.data())
def test_values_of_any_kind_inside_an_entry_are_kept(name: str, data: st.DataObject) -> None:
    known = attributes_of(attributes_of(Plant)[name].entry)
    entry = data.draw(st.dictionaries(st.sampled_from([*known, "nmae"]), _ODD, max_size=5))
    tree = {name: [entry]}
    for page in pages_of(tree):
        assert written(sent_unchanged(tree, page, all_columns=True)) == written(tree), page


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plants())
def test_what_is_typed_anew_means_the_same(plant: Plant) -> None:
    """Every value typed by hand into an empty plant: the parts and rows, from nothing."""
    tree = json.loads(json.dumps(encode(plant)))
    typed: dict[str, str] = {}
    for page in [item for item in PARTS if item not in ("exports",)] + pages_of(tree)[len(PARTS) :]:
        typed |= inputs_of(form_of(sections_of(page, tree), tree, {}, all_columns=True))
    fresh = {name: "" if name.endswith("~was") else said for name, said in typed.items()}
    made = apply(Plant, {}, nest(fresh))
    assert made.refused == ()
    assert decode(Plant, Document(made.tree, "")).unwrap() == plant
