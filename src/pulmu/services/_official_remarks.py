"""What the template has no cell for, as lines of its field for remarks: for the importer to read, and to read back."""

import re
from collections.abc import Mapping, Sequence

from pulmu.carbon import Statement
from pulmu.carbon.flows import flows_of
from pulmu.carbon.precursors import PrecursorValue
from pulmu.model import MeasuredSource, Plant, Purchase, SourceStream
from pulmu.services._official_blocks import Block
from pulmu.services._official_monitoring import counted_streams
from pulmu.services._official_parameters import parameter_words
from pulmu.services._official_processes import category_of_block, listed_goods
from pulmu.services._official_reasons import Reasons
from pulmu.services._official_steps import counted_transfers, inner_words, step_words, transfer_words
from pulmu.services._official_streams import burnt_gases

_LINE = re.compile(r"^(PP\d+|P\d+|S\d+|M\d+|G\d+|T\d+): (.+)$")
_NOT = re.compile(r"[;:\n\r]")
_LONGEST = 32_000
"""Signs of the field: a cell holds 32,767."""


def official_remarks(
    statement: Statement, purchases: Sequence[Purchase], blocks: tuple[Block, ...], told: Reasons
) -> str | None:
    """One line for each row of the template of which there is more to tell, by its kind and number."""
    plant, values = statement.plant, statement.purchases
    given = {f"PP{number}": _of_purchase(item, values[item.id]) for number, item in enumerate(purchases, 1)}
    given |= _of_blocks(plant, blocks)
    given |= _of_goods(blocks, told)
    streams = counted_streams(plant)
    given |= {f"S{number}": _of_biomass(item) for number, item in enumerate(streams, 1)}
    given |= {
        f"S{number}": {"waste gas": "of own process" if gas.produced_by else "bought"}
        for number, (gas, _) in enumerate(burnt_gases(statement), len(streams) + 1)
    }
    given |= {f"M{number}": _of_biomass(item) for number, item in enumerate(plant.measured_sources, 1)}
    first = {block.process.id: number for number, block in reversed(list(enumerate(blocks)))}
    given |= {
        f"T{number}": transfer_words(item, first[item.process])
        for number, item in enumerate(counted_transfers(plant), 1)
        if item.process in first
    }
    return _cut([remark_line(about, words) for about, words in given.items() if any(words.values())], told)


def _cut(lines: list[str], told: Reasons) -> str | None:
    """Whole lines, as many as the cell holds; the rest is told."""
    kept, length = [], 0
    for line in lines:
        length += len(line) + 1
        if length > _LONGEST:
            told.add("official.remarks_cut", "Summary_Processes", "M16", line.partition(":")[0])
        else:
            kept.append(line)
    return "\n".join(kept) or None


def _of_blocks(plant: Plant, blocks: tuple[Block, ...]) -> dict[str, dict[str, str]]:
    heat, steps = _heat_reports(plant), {step.id: step for step in plant.outsourced_steps}
    return {
        f"P{number}": {
            "heat verification": heat.get(block.process.id, ""),
            **(step_words(steps[block.process.id]) if block.process.id in steps else {}),
            **inner_words(block.process),
        }
        for number, block in enumerate(blocks, 1)
    }


def _of_goods(blocks: tuple[Block, ...], told: Reasons) -> dict[str, dict[str, str]]:
    given = {}
    for number, (block, product) in enumerate(listed_goods(blocks), 1):
        words = parameter_words(product, category_of_block(block))
        given[f"G{number}"] = words
        if words:
            told.add("official.in_remarks", "Summary_Processes", "M16", product.name or product.id)
    return given


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
    words = {
        "supplier": purchase.supplier,
        "origin evidence": purchase.origin_evidence,
        "specific use": purchase.specific_use_evidence,
        "production year": str(purchase.production_year or ""),
        "production year evidence": purchase.production_year_evidence,
        "variant": purchase.variant,
    }
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
