"""Names of documents that people name."""

import pytest
from tests.places import codes

from pulmu.model import Document
from pulmu.services.calls.shelf import CALLS
from pulmu.services.market.shelf import NAMINGS
from pulmu.services.reforms.shelf import REFORMS
from pulmu.services.rounds.shelf import ROUNDS
from pulmu.services.workspaces.named import Naming, own_name, save_named
from pulmu.services.workspaces.programmes import PROGRAMMES

ALL = [CALLS, ROUNDS, REFORMS, PROGRAMMES, *NAMINGS.values()]


@pytest.mark.parametrize("naming", ALL, ids=lambda item: item.kind)
@pytest.mark.parametrize("name", ["", "new", "a/b", "../a", "a b", "a\n", "a" * 61, "<a>", "."])
def test_what_is_no_name_is_refused_before_anything_is_read(naming: Naming, name: str) -> None:
    document = Document({"id": name}, "file.yaml")
    unasked: object = None  # neither gate nor actor is asked
    assert not naming.holds(name)
    assert codes(lambda: save_named(unasked, unasked, naming, name, document, seen=0)) == [naming.code]  # type: ignore[arg-type]


@pytest.mark.parametrize("naming", ALL, ids=lambda item: item.kind)
def test_a_document_is_kept_under_no_other_name_than_its_own(naming: Naming) -> None:
    unasked: object = None
    for tree in ({"id": "other"}, {}, ["no", "document"], {"id": ["own"]}):
        document = Document(tree, "file.yaml")
        assert naming.holds("own")
        assert codes(lambda: save_named(unasked, unasked, naming, "own", document, seen=0)) == [naming.other_code]  # type: ignore[arg-type]  # noqa: B023
    assert own_name(Document({"id": "own"}, "file.yaml")) == "own"
