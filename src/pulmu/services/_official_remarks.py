"""What the template has no cell for, as lines of its field for remarks: for the importer to read, and to read back."""

import re
from collections.abc import Mapping, Sequence

from pulmu.carbon.precursors import PrecursorValue
from pulmu.model import Purchase, VerifiedValue

_LINE = re.compile(r"^(PP\d+|P\d+): (.+)$")
_NOT = re.compile(r"[;:\n\r]")


def official_remarks(purchases: Sequence[Purchase], values: Mapping[str, PrecursorValue]) -> str | None:
    """One line for each precursor with a verified value, by its number in the template."""
    lines = [
        remark_line(f"PP{number}", _verification(purchase.verified))
        for number, purchase in enumerate(purchases, 1)
        if purchase.verified is not None and values[purchase.id].basis == "verified_actual"
    ]
    return "\n".join(lines) or None


def _verification(verified: VerifiedValue) -> dict[str, str]:
    allocation = verified.free_allocation
    return {
        "verification report": verified.verification_report,
        "verifier": verified.verifier,
        "year": str(verified.year or ""),
        "operator": verified.operator,
        "installation": verified.installation,
        "free allocation": "" if allocation is None else f"{allocation.to('t CO2e/t')!r} t CO2e/t",
    }


def remark_line(about: str, given: Mapping[str, str]) -> str:
    """One line: what it is about, and named words."""
    return f"{about}: " + "; ".join(f"{name}: {_NOT.sub(',', text)}" for name, text in given.items() if text)


def read_remarks(text: str) -> dict[str, dict[str, str]]:
    """The lines of that form, by what they are about; other words are left out."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if match := _LINE.match(line.strip()):
            parts = (part.partition(": ") for part in match[2].split("; "))
            found[match[1]] = {name.strip(): words.strip() for name, between, words in parts if between}
    return found
