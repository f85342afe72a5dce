"""What the template has no cell for, as lines of its field for remarks: for the importer to read, and to read back."""

import re
from collections.abc import Mapping, Sequence

from pulmu.carbon.flows import flows_of
from pulmu.carbon.precursors import PrecursorValue
from pulmu.model import MeasuredSource, Plant, Purchase, SourceStream
from pulmu.services._official_monitoring import counted_streams

_LINE = re.compile(r"^(PP\d+|P\d+|S\d+|M\d+): (.+)$")
_NOT = re.compile(r"[;:\n\r]")


def official_remarks(
    purchases: Sequence[Purchase], values: Mapping[str, PrecursorValue], plant: Plant, order: Sequence[str]
) -> str | None:
    """One line for each precursor, stream and process of which there is more to tell, by its number in the template."""
    given = {f"PP{number}": _of_purchase(item, values[item.id]) for number, item in enumerate(purchases, 1)}
    given |= {f"S{number}": _of_biomass(item) for number, item in enumerate(counted_streams(plant), 1)}
    given |= {f"M{number}": _of_biomass(item) for number, item in enumerate(plant.measured_sources, 1)}
    heat = _heat_reports(plant)
    given |= {f"P{number}": {"heat verification": heat.get(name, "")} for number, name in enumerate(order, 1)}
    return "\n".join(remark_line(about, words) for about, words in given.items() if any(words.values())) or None


def _of_biomass(item: SourceStream | MeasuredSource) -> dict[str, str]:
    if not item.biomass_evidence:
        return {}
    return {"biomass evidence": item.biomass_evidence, "biomass proof": item.biomass_proof}


def _heat_reports(plant: Plant) -> dict[str, str]:
    """The verification report of the heat a process takes or gives, by the process."""
    found: dict[str, str] = {}
    for flow in flows_of(plant).heat:
        report = flow.net.emission_factor_verification if flow.net.emission_factor is not None else ""
        for name in (*(name for use in flow.uses for name in use.processes()), flow.net.recovered_from):
            if report and name:
                found[name] = report
    return found


def _of_purchase(purchase: Purchase, value: PrecursorValue) -> dict[str, str]:
    words = {"origin evidence": purchase.origin_evidence, "specific use": purchase.specific_use_evidence}
    verified = purchase.verified
    if verified is None or value.basis != "verified_actual":
        return words
    allocation = verified.free_allocation
    return words | {
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
