"""What a run keeps: as many pieces as are in the line at once, never as many as it makes."""

import subprocess
import sys
from typing import Any

import pytest
from tests.twin.lines import Ask, line_from, plan_line

from pulmu.bootstrap.twin import line_engine
from pulmu.twin.oracle import run_plainly

PEAK = """
import resource, sys
from pulmu.bootstrap.twin import line_engine
from pulmu.model import Document
from pulmu.twin import Ask, plan_line, read_line
minutes = {"law": "exponential", "mean": "1 min"}
tree = {"id": "flat", "stations": [{"id": "cut", "buffer": 5, "time": minutes},
                                   {"id": "bend", "buffer": 5, "time": minutes}],
        "products": [{"id": "p", "route": [{"station": "cut"}, {"station": "bend"}]}],
        "sources": [{"id": "in", "products": {"p": 1}}]}
plan = plan_line(read_line(Document(tree, "flat")).unwrap())
counts = line_engine()(plan, Ask(1e15, pieces=int(sys.argv[1])), 0)
print(counts.products[0].good, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def crowded(lot: int, waiting: int) -> dict[str, Any]:
    """A line whose pieces wait in thousands: more than the kernel first has records for."""
    source = {"id": "in", "products": {"p": 1}, "every": "2 h", "lot": lot}
    tree: dict[str, Any] = {
        "id": "crowded",
        "stations": [{"id": "cut", "time": "1 s"}],
        "products": [{"id": "p", "route": [{"station": "cut"}]}],
        "sources": [source],
    }
    if waiting:
        tree["waiting"] = [{"product": "p", "step": "cut", "pieces": waiting}]
    return tree


@pytest.mark.parametrize(("lot", "waiting"), [(5_000, 0), (1, 4_095), (4_096, 4_096), (9_000, 3)])
def test_more_pieces_than_records_give_the_same(lot: int, waiting: int) -> None:
    plan = plan_line(line_from(crowded(lot, waiting)))
    ask = Ask(3 * 3600.0, pieces=3_000)
    assert line_engine()(plan, ask, 0) == run_plainly(plan, ask, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="the peak of a process is asked of Unix")
def test_memory_does_not_grow_with_the_pieces_made() -> None:
    line_engine()
    peaks = []
    for pieces in (20_000, 2_000_000):
        done = subprocess.run([sys.executable, "-c", PEAK, str(pieces)], check=True, capture_output=True, text=True)
        made, peak = done.stdout.split()
        assert int(made) == pieces
        peaks.append(int(peak))
    unit = 1 if sys.platform == "darwin" else 1024
    assert (peaks[1] - peaks[0]) * unit < 16_000_000, "eight bytes for each of two million pieces would be as much"
