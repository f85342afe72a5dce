"""A reform is read and checked in one place, whatever asks for it."""

from pulmu.bootstrap.support import packaged_programmes, packaged_reforms
from pulmu.model import Document
from pulmu.support.programme import rulebook_of
from pulmu.support.reform import read_checked
from pulmu.support.size import size_rules

RULES = rulebook_of(packaged_programmes(), size_rules())


def test_every_packaged_reform_can_be_computed() -> None:
    found = {name: read_checked(document, RULES) for name, document in packaged_reforms().items()}
    assert [name for name, item in found.items() if item.reform is None or item.problems] == []


def test_what_can_be_read_and_not_computed_is_both_kept_and_told() -> None:
    tree = {"pulmu": "reform/1", "id": "x", "name_ko": "x", "name_en": "x", "status": "draft",
            "after": [{"parameter": "ai_voucher.nothing", "value": "1"}]}  # fmt: skip
    found = read_checked(Document(tree, "x.yaml"), RULES)
    assert (found.reform, found.read is not None) == (None, True)
    assert [item.code for item in found.problems] == ["reform.parameter_unknown"]
    unreadable = read_checked(Document({**tree, "status": "wish"}, "x.yaml"), RULES)
    assert (unreadable.reform, unreadable.read) == (None, None)
