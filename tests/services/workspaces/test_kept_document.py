"""A document that is kept comes back whole, and gives the same report bit for bit."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.adapters.samples import read_sample, sample_names
from pulmu.model import Document, OutsideError, Problem, Quantity, Source
from pulmu.services.report_cbam import report_cbam
from pulmu.services.workspaces.kept_document import document_of, text_of

texts = st.text(max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False)
paths = st.tuples(texts, st.integers(0, 9), texts) | st.tuples(texts) | st.just(())
sources = st.builds(Source, texts, texts, st.none() | texts, st.sampled_from([None, "read", "memory"]))
quantities = st.builds(Quantity, numbers, texts, texts, st.none() | sources, texts, texts)
problems = st.builds(
    Problem, texts, texts, texts, texts, st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    st.sampled_from(["error", "warning"]),
)  # fmt: skip
trees = st.recursive(
    st.none() | st.booleans() | st.integers() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8,
)  # fmt: skip
documents = st.builds(
    Document, trees, texts, texts, st.dictionaries(paths, st.integers(0, 10**6), max_size=3),
    st.dictionaries(paths, texts, max_size=3), st.lists(problems, max_size=2).map(tuple),
    st.dictionaries(paths, st.none() | quantities | problems, max_size=3),
)  # fmt: skip


@given(documents)
def test_every_document_comes_back_whole(document: Document) -> None:
    found = document_of(text_of(document))
    assert found == document
    assert text_of(found) == text_of(document)
    assert repr(found) == repr(document)  # what equality does not look at, too


@pytest.mark.parametrize("name", sample_names())
def test_a_kept_sample_gives_the_same_report(name: str) -> None:
    document = read_sample(name)
    first, again = (report_cbam(item).report for item in (document, document_of(text_of(document))))
    assert first is not None
    assert first == again


def test_a_number_that_is_none_is_not_kept() -> None:
    with pytest.raises(ValueError, match="JSON"):
        text_of(Document({"a": math.nan}, "x"))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "1", '{"format": "other"}', '{"format": "pulmu.document/1"}', "[" * 9**5]
)
def test_what_is_no_document_is_told(text: str) -> None:
    with pytest.raises(OutsideError) as caught:
        document_of(text)
    assert [item.code for item in caught.value.problems] == ["outside.document_damaged"]
