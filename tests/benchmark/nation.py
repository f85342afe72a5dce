"""A synthetic nation, made and written to the disk in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from measure import Line

MOST_SECONDS = 60.0
MOST_GB = 6.0
WORST = 0.01


def nation(part: str) -> list[Line]:
    """How long it takes, how much memory and disk, and how near it comes to the margins."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "nation"
        taken, worked, most = _made(folder, part)
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        size = sum(file["size"] for file in manifest["files"])
    what = f"{manifest['firms']:,} firms and {manifest['links']:,} holdings, made and written"
    return [
        Line(
            what,
            f"{taken:.1f} s, {worked:.1f} s of processor time",
            f"under {MOST_SECONDS:.0f} s",
            taken < MOST_SECONDS,
        ),
        Line("most memory while they are made", f"{most:.2f} GB", f"under {MOST_GB:.0f} GB", most < MOST_GB),
        Line("on the disk", f"{size / 1e6:,.0f} MB"),
        _fit(manifest, is_whole=part == "1"),
    ]


def _made(folder: Path, part: str) -> tuple[float, float, float]:
    """Seconds, seconds of processor time, and GB."""
    command = [sys.executable, "-m", "pulmu", "population", "make", "--out", str(folder), "--scale", part, "--json"]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("the nation was not made")
    return time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6


def _fit(manifest: dict[str, Any], *, is_whole: bool) -> Line:
    errors = [abs(item["error"]) for item in manifest["fit"] if item["role"] == "constraint"]
    within = sum(error <= 0.001 for error in errors)
    found = f"{within} of {len(errors)} within 0.1 %, the worst off by {max(errors):.2%}"
    promise = f"all within {WORST:.0%}" if is_whole else ""
    return Line("published sums that are reached for", found, promise, max(errors) <= WORST if is_whole else None)
