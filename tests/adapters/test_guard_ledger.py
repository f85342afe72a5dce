"""The ledger on a disk: what was acknowledged is there; what was being written when the power went is not."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pulmu.adapters.guard_ledger import GuardLedger
from pulmu.model import OutsideError
from pulmu.services.control.ledger import broken, chain_name
from pulmu.services.records.audit import AuditEntry, following

PLANT = "hanbit"


def filled(file: Path, count: int) -> tuple[AuditEntry, ...]:
    """A ledger with entries."""
    ledger, last = GuardLedger(file), None
    for number in range(count):
        entry = AuditEntry(
            at=datetime(2026, 11, 28, 10, number, tzinfo=UTC), actor="park", action="control.writes",
            about="furnace/1/temperature", detail={"value": str(800.5 + number), "까닭": "시험"},
        )  # fmt: skip
        last = following(last, chain_name(PLANT), entry)
        ledger.keep(last)
    return tuple(ledger.entries())


def test_what_was_kept_is_there_again_and_whole(tmp_path: Path) -> None:
    kept = filled(tmp_path / "guard.ledger", 5)
    assert [entry.number for entry in kept] == [1, 2, 3, 4, 5]
    assert tuple(GuardLedger(tmp_path / "guard.ledger").entries()) == kept
    assert broken(kept, PLANT) == ()


def test_a_ledger_of_another_plant_does_not_fit(tmp_path: Path) -> None:
    assert broken(filled(tmp_path / "guard.ledger", 2), "other")


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(share=st.floats(0, 1))
def test_wherever_the_power_went_the_rest_is_whole_and_goes_on(tmp_path: Path, share: float) -> None:
    file = tmp_path / "guard.ledger"
    file.unlink(missing_ok=True)
    kept = filled(file, 4)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    left = tuple(GuardLedger(file).entries())
    assert left == kept[: len(left)]
    entry = following(left[-1] if left else None, chain_name(PLANT), replace(kept[0], number=0))
    GuardLedger(file).keep(entry)
    assert tuple(GuardLedger(file).entries()) == (*left, entry)
    assert broken((*left, entry), PLANT) == ()


def test_a_changed_byte_is_told(tmp_path: Path) -> None:
    file = tmp_path / "guard.ledger"
    filled(file, 3)
    file.write_bytes(file.read_bytes().replace(b"801.5", b"899.5"))
    assert [item.code for item in broken(GuardLedger(file).entries(), PLANT)] == ["audit.entry_changed"]


@pytest.mark.parametrize("line", [b"x\n", b"{}\n", b"[]\n", b'{"at": 1}\n', b"null\n", b"\xff\n"])
def test_a_line_that_is_no_entry_is_told_by_its_number(tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "guard.ledger"
    filled(file, 1)
    file.write_bytes(file.read_bytes() + line)
    with pytest.raises(OutsideError, match="line 2"):
        tuple(GuardLedger(file).entries())


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as error:
        filled(tmp_path / "none" / "guard.ledger", 1)
    assert error.value.problems[0].code == "outside.ledger"
