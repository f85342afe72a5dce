"""What processes of a test do: functions of a module, for they travel to the process."""

import os
import time
from multiprocessing.connection import Connection
from pathlib import Path


def notes_itself(folder: Path, name: str, pipe: Connection) -> None:
    """Says that it is there, waits for its end, and says that it came in order."""
    (folder / f"{name}.begun").write_text(str(os.getpid()))
    try:
        pipe.recv()
    except EOFError:
        (folder / f"{name}.ended").touch()


def does_not_end(folder: Path, name: str, _: Connection) -> None:
    """Says that it is there, and never ends."""
    (folder / f"{name}.begun").write_text(str(os.getpid()))
    time.sleep(600)
