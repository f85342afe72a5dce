"""The packaged tables with their provenance."""

import csv
import tomllib
from pathlib import Path

from pulmu.reference import load_table
from reference_pages.common import LETTERS, SOURCE, WORDS, page, table


def tables() -> str:
    """The packaged tables with their provenance."""
    introduction = WORDS["introduction"]["tables"]["both"]
    files = sorted((SOURCE / "reference" / "data").glob("*.toml"), key=lambda file: (file.name.count("."), file.name))
    return page("Tables · 표", introduction, *(_table_part(file) for file in files))


def _table_part(file: Path) -> str:
    name, _, edition = file.stem.partition(".")
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    with file.with_suffix(".csv").open(encoding="utf-8", newline="") as rows:
        count = sum(1 for _ in csv.reader(rows)) - 1
    load_table(name, edition or None)  # it must fit its description
    facts = [["act", f"{said['act']}{', ' + said['place'] if said['place'] else ''}"],
             ["edition", said["edition"] + (f" ({said['edition_note']})" if said.get("edition_note") else "")],
             ["status", f"{said['status']}, valid from {said['valid_from']}"],
             ["confidence", f"{said['confidence']} ({LETTERS[said['confidence']]})"],
             ["rows", f"{count:,}" + (f", differences to `{said['based_on']}`" if said.get("based_on") else "")],
             ["checked", " ".join(said["checked"].split())]]  # fmt: skip
    columns = [[f"`{key}`", column.get("unit", ""), column["meaning"], column.get("missing", "")]
               for key, column in said["columns"].items()]  # fmt: skip
    return (f"## {file.stem}\n\n{said['title']}.\n\n{table(['', ''], facts)}\n"
            f"{table(['column', 'unit', 'meaning', 'blank means'], columns)}")  # fmt: skip
