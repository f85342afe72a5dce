"""Answers a theme and is killed at the n-th end of a transaction: `python -m ... FOLDER POINT N`."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy.engine.default import DefaultDialect
from tests.places import Place
from tests.services.voices.people import answer


def main(folder: str, point: str, count: str) -> None:
    """Answer the theme of the folder."""
    left, commit = [int(count)], DefaultDialect.do_commit

    def committed(self: Any, connection: Any) -> None:
        left[0] -= 1
        if left[0] == 0 and point == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        commit(self, connection)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    place = Place(Path(folder), delivers=True)
    DefaultDialect.do_commit = committed  # type: ignore[method-assign]
    answer(place, "grace", 2)


if __name__ == "__main__":
    main(*sys.argv[1:])
