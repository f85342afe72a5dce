"""A plant on which both do not agree, put down so that a person can look at it."""

import json
from collections.abc import Sequence
from pathlib import Path

from tests.differential.calculated import plain_cells
from tests.differential.described import described
from tests.differential.drawn import Drawn
from tests.differential.filled import filled

from pulmu.adapters.plant_file import write_plant_yaml


def describe_failing(seed: int, drawn: Drawn, found: Sequence[object], folder: Path) -> str:
    """The plant's file and its cells in a folder, and the words that say where they are and what differs."""
    name = f"seed_{seed}_plant_{drawn.number}"
    (folder / f"{name}.yaml").write_bytes(write_plant_yaml(described(drawn)))
    cells = json.dumps(plain_cells(filled(drawn)), indent=1)
    (folder / f"{name}_cells.json").write_text(cells, encoding="utf-8")
    lines = "\n".join(f"  {item}" for item in found[:12])
    return f"seed {seed}, plant {drawn.number}: {len(found)} numbers differ (plant and cells in {folder})\n{lines}"
