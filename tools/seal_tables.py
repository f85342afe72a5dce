"""Write the hash of every packaged table into the description beside it, after a change was looked at.

Run it from the root of the repository: ``python tools/seal_tables.py``. It prints what it changed; look at the
difference of the csv files before you commit, because the seal says that somebody did.
"""

import hashlib
import re
import tomllib
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "pulmu"
FOLDERS = (PACKAGE / "reference" / "data", PACKAGE / "locale" / "data")


def seal(folder: Path) -> list[str]:
    """Bring the hashes of all descriptions in a folder up to date; the names of those that changed."""
    changed = []
    for table in sorted(folder.glob("*.csv")):
        file = table.with_suffix(".toml")
        text = before = file.read_text(encoding="utf-8")
        text = _set(text, "sha256", _hash(table))
        if base := tomllib.loads(text).get("based_on"):
            text = _set(text, "based_on_sha256", _hash(folder / f"{base}.csv"))
        if text != before:
            file.write_bytes(text.encode("utf-8"))
            changed.append(file.name)
    return changed


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _set(text: str, name: str, value: str) -> str:
    return re.sub(rf'^{name} = "[0-9a-f]*"$', f'{name} = "{value}"', text, flags=re.MULTILINE)


if __name__ == "__main__":
    for name in (name for folder in FOLDERS for name in seal(folder)):
        print(f"sealed {name}")  # noqa: T201 - a developer's tool speaks to its developer
