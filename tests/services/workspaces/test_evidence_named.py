"""Which files a text names, and which it named at a moment."""

from datetime import timedelta

import pytest
from tests import records

from pulmu.model import Document, Quantity
from pulmu.services.records.plant import EvidenceRecord
from pulmu.services.workspaces.evidence_named import Register, citing_text, named_in


def file(name: str, start: str, minutes: int = 0) -> EvidenceRecord:
    return records.evidence(start + "0" * (64 - len(start)), name=name, at=records.NOON + timedelta(minutes=minutes))


GAS, POWER = file("가스 고지서.pdf", "aa"), file("Power, March.pdf", "bb")
KEPT = Register([GAS, POWER])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("가스 고지서.pdf", [GAS]),
        (" '가스 고지서.PDF' ", [GAS]),
        ("가스 고지서.pdf", [GAS]),  # Hangul taken apart, as some systems write it
        ("Power, March.pdf; 가스 고지서.pdf", [POWER, GAS]),
        ("see folder 3, 가스 고지서.pdf", [GAS]),
        ("새 가스 고지서.pdf", []),
        ("가스 고지서", []),
        ("", []),
        ("anything (sha256 aa0000000000)", [GAS]),
        ("가스 고지서.pdf (sha256 cc0000000000)", []),
        ("sha256 aa00000000", []),
    ],
)
def test_a_text_names_whole_names_and_hashes(text: str, named: list[EvidenceRecord]) -> None:
    assert KEPT.named(text) == tuple(named)


def test_what_we_write_names_one_file_and_no_other() -> None:
    newer = file(GAS.name, "cc", minutes=5)
    kept = Register([newer, GAS])
    assert kept.named(citing_text(GAS)) == (GAS,)
    assert kept.named(citing_text(newer)) == (newer,)


def test_two_files_of_one_start_are_both_told() -> None:
    twin = file("b.pdf", "aa000000000011", minutes=1)
    assert Register([GAS, twin]).named("x (sha256 aa0000000000)") == (GAS, twin)


def test_of_one_name_the_file_of_the_moment_is_meant() -> None:
    newer = file(GAS.name, "cc", minutes=5)
    assert Register([newer, GAS]).named(GAS.name) == (newer,)
    assert Register([newer, GAS], until=records.NOON + timedelta(minutes=4)).named(GAS.name) == (GAS,)
    assert Register([newer, GAS], until=records.NOON - timedelta(minutes=1)).named(GAS.name) == ()


def test_a_plant_names_files_in_its_texts_and_in_what_its_totals_rest_on() -> None:
    tree = {"source_streams": [{"amount": {"value": 1, "evidence": GAS.name}, "factor_evidence": "none"}, "x"]}
    total = Quantity(1.0, "kWh", cites="meter:EM", basis="96 slots; a.csv (sha256 bb0000000000)")
    found = named_in(Document(tree, "plant", cited={("electricity",): total, ("heat",): None}), KEPT)
    assert found == {GAS.sha256: (("source_streams", 0, "amount", "evidence"),), POWER.sha256: (("electricity",),)}
