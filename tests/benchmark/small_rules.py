"""Pulmu's side of the small rule set, from a fresh process or in turns.

``python small_rules.py FOLDER TURNS [memory]``: computes the answers for the firms in a folder, writes them there, and
tells how long each turn took, by the clock and of the processor; with ``memory``, the firms are read into it before.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from made_firms import (
    ANSWERS,
    ASSET_CAP,
    LEAST_EMPLOYEES,
    LEAST_RESEARCH,
    MEDIUM_LIMIT,
    PLANT_CAP,
    PLANT_INDUSTRIES,
    PLANT_RATE,
    REGIONS,
    SMALL_LIMIT,
    VOUCHER_CAP,
    VOUCHER_RATE,
)

from pulmu.bootstrap.population import open_population
from pulmu.model import Source
from pulmu.services.population_engine import PopulationEngine
from pulmu.support.rules import (
    AllOf,
    Among,
    AnyOf,
    Capped,
    Compare,
    Decide,
    Fixed,
    Flag,
    Given,
    Keyed,
    Member,
    Not,
    Over,
    Pick,
    Plus,
    Rulebook,
    Setting,
    Times,
    constant,
    fingerprint,
)

DAY = date(2026, 11, 27)
MADE_UP = Source("made up for a benchmark", "")
PARAMETERS = {
    "medium_limit": MEDIUM_LIMIT,
    "small_limit": SMALL_LIMIT,
    "asset_cap": ASSET_CAP,
    "least_employees": float(LEAST_EMPLOYEES),
    "least_research": LEAST_RESEARCH,
    "voucher_cap": VOUCHER_CAP,
    "voucher_rate_small": VOUCHER_RATE["small"],
    "voucher_rate_medium": VOUCHER_RATE["medium"],
    "plant_cap": PLANT_CAP,
    "plant_rate": {place: PLANT_RATE[region] for place, region in enumerate(REGIONS)},
    "plant_industries": frozenset(map(str, PLANT_INDUSTRIES)),
    "plant_regions": frozenset(str(REGIONS.index(name)) for name in ("preferred", "special")),
}


def rulebook() -> Rulebook:
    """The same ten rules."""
    average = Over(
        "average_sales",
        Plus("sales", tuple(Given(f"sales_{year}", "KRW") for year in (1, 2, 3)), "KRW"),
        Fixed(3),
        "KRW",
    )
    within = Compare("within_assets", Given("assets", "KRW"), "<", Setting("asset_cap"), unit="KRW")
    medium = Compare("medium", average, "<=", Keyed("medium_limit", "industry"), unit="KRW")
    small = Compare("small", average, "<=", Keyed("small_limit", "industry"), unit="KRW")
    sme = AllOf("sme", (medium, within, Not("no_group", Flag("in_group"))))
    size = Decide("size", ((Not("not_sme", sme), "other"), (small, "small")), "medium")
    staff = Compare("staff", Given("employees"), ">=", Setting("least_employees"))
    research = Compare("research", Given("research_share"), ">=", Setting("least_research"))
    voucher = AllOf("voucher", (sme, staff, research))
    rate = Pick("voucher_rate", ((small, Setting("voucher_rate_small")),), Setting("voucher_rate_medium"))
    paid = Capped("voucher_paid", Times("voucher_part", Given("voucher_cost"), rate), Setting("voucher_cap"))
    is_small = Member(size, frozenset({"small"}))
    favoured = AnyOf("favoured", (is_small, Among("region", Setting("plant_regions"))))
    plant = AllOf("plant", (sme, Among("industry", Setting("plant_industries")), favoured))
    part = Times("plant_part", Given("plant_cost"), Keyed("plant_rate", "region"))
    outputs = {
        "size": size,
        "voucher": voucher,
        "voucher_krw": Pick("voucher_krw", ((voucher, paid),), Fixed(0)),
        "plant": plant,
        "plant_krw": Pick("plant_krw", ((plant, Capped("plant_paid", part, Setting("plant_cap"))),), Fixed(0)),
    }
    return Rulebook({name: constant(name, value, "", MADE_UP) for name, value in PARAMETERS.items()}, outputs)


def from_files(rules: Rulebook) -> Callable[[PopulationEngine], Any]:
    """What builds their expression over the files."""

    def build(engine: PopulationEngine) -> Any:
        from pulmu.support.rules.columns import columns

        return columns(rules, DAY, engine.table("firms"), never_null=engine.never_null)

    return build


def from_memory(rules: Rulebook, engine: PopulationEngine) -> Callable[[PopulationEngine], Any]:
    """The same over firms that stand in the engine's memory, as those of OpenFisca do."""
    from pulmu.support.rules.columns import columns

    held = engine.keep("firms", engine.table("firms"))
    never_null = {(held.get_name(), column): span for (_, column), span in engine.never_null.items()}
    return lambda _: columns(rules, DAY, held, never_null=never_null)


def main() -> None:
    """Compute, write, tell."""
    folder, turns, is_held = Path(sys.argv[1]), int(sys.argv[2]), "memory" in sys.argv[3:]
    engine = open_population(folder, "duckdb://?threads=2")
    rules = rulebook()
    asked = fingerprint(rules, DAY, is_held)
    build = from_memory(rules, engine) if is_held else from_files(rules)
    taken = []
    for _ in range(turns):
        begun, worked = time.perf_counter(), time.process_time()
        found = engine.answers(asked, build)
        taken.append((time.perf_counter() - begun, time.process_time() - worked))
    order = np.argsort(found["firm_id"], kind="stable")  # quick where whole parts of the file come in order
    for name in (*ANSWERS[:2], "voucher_krw.low", "plant", "plant_krw.low"):
        np.save(folder / f"ours_{name.removesuffix('.low')}.npy", found[name][order])
    sys.stdout.write(json.dumps(taken))


main()
