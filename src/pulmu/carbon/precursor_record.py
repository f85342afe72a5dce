"""What the record of a bought precursor must hold (M2547 Annex IV 1.1, items 18 to 28), and what it lacks."""

from pulmu.carbon.precursors import Basis, precursor_basis
from pulmu.model import Purchase

_ASKED: dict[Basis, tuple[str, ...]] = {
    "verified_actual": ("name", "verified.operator", "verified.installation", "verified.registry_id",
                        "verified.verifier", "verified.year"),
    "default": ("name", "supplier"),
    "unknown_origin": ("name", "supplier"),
    "exempt_origin": ("name", "supplier", "origin_evidence"),
}  # fmt: skip
"""Fields of a delivery by what its value rests on; those without which there is no figure are asked elsewhere."""


def missing_of_record(purchase: Purchase) -> tuple[str, ...]:
    """Fields the record of a delivery lacks, by their names in the plant's file."""
    return tuple(name for name in _ASKED[precursor_basis(purchase)] if not _value(purchase, name))


def _value(purchase: Purchase, name: str) -> object:
    owner, _, field = name.rpartition(".")
    return getattr(purchase.verified if owner else purchase, field)
