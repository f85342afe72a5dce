"""The peer's side, in an environment of its own: ``python matching_peer.py FILE``.

FILE is JSON with the wishes, orders and capacities; prints the matching and how long building and solving took.
"""

import json
import sys
import threading
import time
from pathlib import Path

from matching.games import HospitalResident


def main() -> None:
    """Match once to warm up, then a few times by the clock."""
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    taken, whole = [], []
    for _ in range(given["turns"] + 1):
        begun = time.perf_counter()
        game = HospitalResident.create_from_dictionaries(given["wishes"], given["orders"], given["capacities"])
        built = time.perf_counter()
        found = game.solve(optimal="resident")
        done = time.perf_counter()
        taken.append(done - built)
        whole.append(done - begun)
    pairs = {str(one.name): str(hospital.name) for hospital, mine in found.items() for one in mine}
    json.dump({"solved": taken[1:], "whole": whole[1:], "pairs": pairs}, sys.stdout)


if __name__ == "__main__":
    # It copies players who hold each other, by recursion: deeper than Python allows by itself at this size.
    sys.setrecursionlimit(10_000_000)
    threading.stack_size(512 * 1024 * 1024)
    thread = threading.Thread(target=main)
    thread.start()
    thread.join()
