"""Needs taken over from what Pulmu found: what a figure is made of, what makes it uncertain, what a meter misses.

A draft has fields and the reference by which it is found again; its words are those of a language (`worded`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pulmu.model.need import Need, NeedOrigin
from pulmu.model.offer import SupplyKind
from pulmu.services.read_meters import MeterGaps
from pulmu.services.report import Report
from pulmu.services.tornado import Tornado

Topic = Literal[
    "fuel",
    "process_emissions",
    "heat",
    "electricity",
    "outsourced_step",
    "precursor_default",
    "precursor_verified",
    "meter_gap",
    "uncertain_amounts",
    "uncertain_values",
    "uncertain_precursors",
]
_OF_PART: dict[str, tuple[Topic, tuple[SupplyKind, ...]]] = {
    "direct_fuel": ("fuel", ("energy",)),
    "direct_process": ("process_emissions", ()),
    "mass_balance": ("process_emissions", ()),
    "measurement": ("process_emissions", ()),
    "perfluorocarbons": ("process_emissions", ()),
    "heat": ("heat", ("energy",)),
    "waste_gas": ("heat", ("energy",)),
    "indirect_electricity": ("electricity", ("energy",)),
    "outsourced_step": ("outsourced_step", ("carbon",)),
    "precursor_default": ("precursor_default", ("carbon",)),
    "precursor_verified": ("precursor_verified", ("carbon",)),
}
_OF_DOUBT: dict[str, tuple[Topic, tuple[SupplyKind, ...]]] = {
    "amounts": ("uncertain_amounts", ("energy", "automation")),
    "meters": ("uncertain_amounts", ("energy", "automation")),
    "heat": ("uncertain_amounts", ("energy", "automation")),
    "electricity": ("uncertain_amounts", ("energy", "automation")),
    "other_emissions": ("uncertain_amounts", ("energy", "automation")),
    "calorific_values": ("uncertain_values", ("carbon",)),
    "emission_factors": ("uncertain_values", ("carbon",)),
    "precursor_values": ("uncertain_precursors", ("carbon",)),
}
LEAST_SHARE = 0.05
"""Part of a good's figure from which it is worth a need."""


@dataclass(frozen=True, slots=True)
class NeedDraft:
    """A need without its words.

    Parameters
    ----------
    topic : What it is about; the words of a language are found by it.
    label : Fuel, purchase, process or meter it is about, as the plant calls it.
    share : Part of the figure, of the band or of the readings, between 0 and 1.
    """

    id: str
    topic: Topic
    label: str
    share: float
    kinds: tuple[SupplyKind, ...]
    origin: NeedOrigin


def worded(draft: NeedDraft, text: str) -> Need:
    """A draft with its words, as somebody may change and send it."""
    return Need(id=draft.id, text=text, kinds=draft.kinds, origin=draft.origin)


def drafts_of_report(report: Report) -> tuple[NeedDraft, ...]:
    """What figures of CBAM goods are made of, the largest part first; each part once, at the good it weighs most in."""
    largest: dict[tuple[str, str], NeedDraft] = {}
    for good in report.goods:
        whole = sum(part.emissions for part in good.contributions)
        sums: dict[tuple[str, str], float] = {}
        for part in good.contributions:
            key = (part.kind, part.label)
            sums[key] = sums.get(key, 0.0) + part.emissions
        for (kind, label), emissions in sums.items():
            if not good.cbam_good or whole <= 0 or kind not in _OF_PART or emissions / whole < LEAST_SHARE:
                continue
            topic, kinds = _OF_PART[kind]
            evidence = f"{label}: {emissions:.1f} t CO2e of {whole:.1f} t CO2e"
            draft = _draft(topic, label, emissions / whole, kinds, NeedOrigin(
                what="contribution", reference=good.id, evidence=evidence[:400],
            ))  # fmt: skip
            before = largest.get((topic, label))
            if before is None or draft.share > before.share:
                largest[topic, label] = draft
    return _ordered(largest.values())


def drafts_of_tornado(tornado: Tornado) -> tuple[NeedDraft, ...]:
    """Of each good the kind of input that makes it most uncertain."""
    found: dict[str, NeedDraft] = {}
    for good, alone in tornado.alone.items():
        whole = tornado.together[good].high - tornado.together[good].low
        widest = next((item for item in alone if item.kind in _OF_DOUBT), None)
        if widest is None or whole <= 0 or widest.width <= 0:
            continue
        topic, kinds = _OF_DOUBT[widest.kind]
        evidence = f"{widest.kind}: {widest.band.low:.4g} to {widest.band.high:.4g} t CO2e/t"
        origin = NeedOrigin(what="uncertainty", reference=good, evidence=evidence)
        draft = _draft(topic, good, min(1.0, widest.width / whole), kinds, origin)
        found.setdefault(draft.id, draft)
    return _ordered(found.values())


def drafts_of_gaps(meters: Iterable[MeterGaps]) -> tuple[NeedDraft, ...]:
    """Each meter with missing readings."""
    found = []
    for item in meters:
        missing = sum(gap.slots for gap in item.gaps)
        if missing and item.expected:
            name = item.series.meter
            evidence = f"{missing} of {item.expected} slots are missing, in {len(item.gaps)} gaps"
            origin = NeedOrigin(what="meter_gap", reference=name, evidence=evidence)
            found.append(_draft("meter_gap", name, missing / item.expected, ("energy", "automation"), origin))
    return _ordered(found)


def _draft(
    topic: Topic, label: str, share: float, kinds: tuple[SupplyKind, ...], origin: NeedOrigin
) -> NeedDraft:  # fmt: skip
    if topic in ("precursor_default", "precursor_verified"):
        label = label.partition(", ")[0]  # of whom it is bought is nobody's business who reads the need
    name = re.sub(r"[^\w.-]+", "_", f"{topic}_{label}").strip("_.-")[:60]
    return NeedDraft(name, topic, label, share, kinds, origin)


def _ordered(drafts: Iterable[NeedDraft]) -> tuple[NeedDraft, ...]:
    """By their share, the largest first; ids made different where names are cut alike."""
    taken: dict[str, NeedDraft] = {}
    for draft in sorted(drafts, key=lambda item: (-item.share, item.id, item.label)):
        name, number = draft.id, 2
        while name in taken:
            name, number = f"{draft.id[:56]}_{number}", number + 1
        taken[name] = NeedDraft(name, draft.topic, draft.label, draft.share, draft.kinds, draft.origin)
    return tuple(taken.values())
