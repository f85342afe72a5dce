"""Does what is in the queue and is killed at the n-th end of a transaction: `python -m ... FOLDER MOMENT POINT N`."""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.engine.default import DefaultDialect
from tests.places import Place
from tests.workshop import Bench


def main(folder: str, moment: str, point: str, count: str) -> None:
    """Work off the queue of the folder."""
    left, commit = [int(count)], DefaultDialect.do_commit

    def committed(self: Any, connection: Any) -> None:
        left[0] -= 1
        if left[0] == 0 and point == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        commit(self, connection)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    place = Place(Path(folder))
    place.at = datetime.fromisoformat(moment)
    DefaultDialect.do_commit = committed  # type: ignore[method-assign]
    Bench(place).work_off()


if __name__ == "__main__":
    main(*sys.argv[1:])
