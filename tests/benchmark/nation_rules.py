"""Size and all packaged programmes for a population, in a process of its own; and the start of a reform.

``python nation_rules.py FOLDER``: tells what was found and what it took, as JSON.
"""

import json
import os
import resource
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from measure import seconds

from pulmu.bootstrap.population import open_population
from pulmu.bootstrap.support import packaged_programmes
from pulmu.services.population_engine import PopulationEngine
from pulmu.support.programme import rulebook_of
from pulmu.support.rules import Rulebook, children, fingerprint
from pulmu.support.rules.columns import columns
from pulmu.support.size import size_rules
from pulmu.support.size.columns import Prepared, prepared

DAY = date(2026, 11, 25)
ENGINE = "duckdb://?threads=2&memory=6GB"
REFORMED = "ai_voucher"


def measured(folder: Path) -> dict[str, Any]:
    """One answer of each programme and the class, of every firm."""
    engine = open_population(folder, ENGINE)
    programmes = packaged_programmes()
    rules = rulebook_of(programmes, size_rules())
    asked = ("size.class", *(f"{item.id}.eligible" for item in programmes))

    def build(on: PopulationEngine) -> Any:
        ready = prepared(rules, on.table("firms"), on.table("links"), DAY, keep=on.keep)
        return columns(rules, DAY, ready.firms, ready.relations, asked)

    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache  # where nobody has kept SQL yet
        begun = time.perf_counter()
        found = engine.answers(fingerprint(rules, DAY, asked), build)
        ended, worked = time.perf_counter(), time.process_time()
        assert set(found) == {"firm_id", *asked}
        counts = {name: int(np.count_nonzero(found[name] == 2)) for name in asked[1:]}
        peak, firms = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, len(found["firm_id"])
        del found
        once_more, working = time.perf_counter(), time.process_time()
        engine.answers(fingerprint(rules, DAY, asked), build)
        again, again_worked = time.perf_counter() - once_more, time.process_time() - working
    ready = prepared(rules, engine.table("firms"), engine.table("links"), DAY, keep=engine.keep)
    return {
        "firms": firms,
        "programmes": len(programmes),
        "nodes": _nodes(rules.only(asked)),
        "seconds": ended - begun,
        "processor": worked,
        "again": again,
        "again_processor": again_worked,
        "peak_gb": peak,
        "eligible": counts,
        "reform": _reform(engine, ready, rules.only(asked)),
    }


def _nodes(rules: Rulebook) -> int:
    seen: dict[int, object] = {}

    def visit(node: Any) -> None:
        if id(node) not in seen:
            seen[id(node)] = node
            for child in children(node):
                visit(child)

    for node in rules.outputs.values():
        visit(node)
    return len(seen)


def _reform(engine: PopulationEngine, ready: Prepared, rules: Rulebook) -> dict[str, Any]:
    """From a parameter replaced to the expression of what it touches."""
    size = engine.keep("size", columns(rules, DAY, ready.firms, ready.relations, ("size.class",)))
    firms = ready.firms.left_join(size, "firm_id").drop("firm_id_right")
    output = f"{REFORMED}.eligible"
    name = sorted(item for item in rules.uses(output) if item.startswith(f"{REFORMED}."))[0]
    touched: frozenset[str] = frozenset()

    def start() -> None:
        nonlocal touched
        after = rules.replace(name, None)
        touched = rules.touched_by(after)
        columns(after, DAY, firms, ready.relations, tuple(touched), known={"size.class"} - touched)

    taken = [seconds(start) for _ in range(7)]
    assert output in touched
    return {"parameter": name, "touched": len(touched), "of": len(rules.outputs), "seconds": statistics.median(taken)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(Path(sys.argv[1]))))
