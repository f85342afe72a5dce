"""A chain of the audit tells every change, every gap, and what was cut off."""

import dataclasses
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.records import DAERIM, HANBIT, NOON

from pulmu.services.records.audit import AuditEntry, check_chain, following

FIELDS = ["actor", "action", "about", "reason", "address", "at", "detail", "hash", "number", "previous"]


@st.composite
def chains(draw: st.DrawFn) -> list[AuditEntry]:
    """Entries in their chain, at least two."""
    texts = st.text(max_size=8)
    found: list[AuditEntry] = []
    for number in range(draw(st.integers(2, 6))):
        at = NOON + timedelta(minutes=number)
        entry = AuditEntry(
            at=at, actor=draw(texts), action=draw(texts), about=draw(texts), reason=draw(texts), address=draw(texts),
            detail=draw(st.dictionaries(texts, texts, max_size=2)),
        )  # fmt: skip
        found.append(following(found[-1] if found else None, HANBIT, entry))
    return found


def broken(entries: list[AuditEntry], kept: AuditEntry) -> bool:
    return check_chain(entries, HANBIT, (kept.number, kept.hash)) != ()


@given(chain=chains(), data=st.data())
def test_every_change_is_told(chain: list[AuditEntry], data: st.DataObject) -> None:
    last, at = chain[-1], data.draw(st.integers(0, len(chain) - 1))
    assert not broken(chain, last)
    field = data.draw(st.sampled_from(FIELDS))
    others = {"at": NOON - timedelta(1), "detail": {"other": "x" * 9}, "number": 77}
    changed = dataclasses.replace(chain[at], **{field: others.get(field, "other text")})
    assert broken([*chain[:at], changed, *chain[at + 1 :]], last)
    assert broken([*chain[:at], *chain[at + 1 :]], last)
    assert broken(chain[:at], last)
    assert broken([chain[-1], *chain[1:-1], chain[0]], last)
    assert broken([*chain, chain[-1]], last)


@given(chain=chains())
def test_a_chain_of_another_workspace_is_none(chain: list[AuditEntry]) -> None:
    assert check_chain(chain, DAERIM) != ()


@given(chain=chains())
def test_texts_cannot_move_from_one_field_to_the_next(chain: list[AuditEntry]) -> None:
    first = chain[0]
    moved = dataclasses.replace(first, actor=first.actor + "a", action="b" + first.action)
    other = dataclasses.replace(first, actor=first.actor + "ab", action=first.action)
    assert following(None, HANBIT, moved).hash != following(None, HANBIT, other).hash


def test_no_entries_are_a_whole_chain_unless_one_was_noted() -> None:
    assert check_chain((), HANBIT) == ()
    assert [item.code for item in check_chain((), HANBIT, (1, "x"))] == ["audit.entry_missing"]
