"""Long campaigns, one after the other; each leaves a row in docs/verification.md.

Run by `make soak`, or ``python tests/soak/soak.py --minutes 10 --only killed_imports --date 2026-11-25``. Without
`--minutes` a campaign does what it promises, however long that takes. It ends with 1 if a campaign found a fault.

To add one: a module beside this one with ``campaign(minutes: float | None) -> Outcome``, and its name in `CAMPAIGNS`.
"""

import argparse
import importlib
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "verification.md"
CAMPAIGNS = (
    "killed_imports",
    "killed_book_imports",
    "killed_takings",
    "killed_decisions",
    "killed_grants",
    "outages",
    "crowds",
    "fuzz_readers",
    "official_workbook",
    "api_requests",
    "controls",
    "killed_jobs",
    "properties",
    "random_firms",
    "exact_lines",
    "forbidden_setpoints",
    "guarded_plant",
    "guard_process",
    "live_plant",
    "live_broker",
    "damaged_shells",
)


def main() -> int:
    """Run what is asked for, and write down what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, help="time that a campaign may take; else as long as it needs")
    parser.add_argument("--only", choices=CAMPAIGNS, help="one campaign; else all")
    parser.add_argument("--date", default=time.strftime("%Y-%m-%d"), help="day of the run, for the page")
    asked = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what is begun in the background may have it ignored
    sys.path.insert(0, str(ROOT))
    faults = 0
    for name in (asked.only,) if asked.only else CAMPAIGNS:
        begun = time.monotonic()
        outcome = importlib.import_module(f"tests.soak.{name}").campaign(asked.minutes)
        minutes = (time.monotonic() - begun) / 60
        result = "held" if outcome.is_good else "**fault**"
        cells = (asked.date, name, outcome.did, outcome.found, result, f"{minutes:.0f} min", commit(), machine())
        row = "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |\n"
        sys.stdout.write(row)
        PAGE.write_text(PAGE.read_text(encoding="utf-8") + row, encoding="utf-8")
        faults += not outcome.is_good
    return 1 if faults else 0


def commit() -> str:
    """What was tested."""

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout.strip()  # fmt: skip

    changed = git("status", "--porcelain", "src", "tests/soak")
    return (git("rev-parse", "--short=12", "HEAD") or "not known") + (" with changes" if changed else "")


def machine() -> str:
    """What it ran on."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
