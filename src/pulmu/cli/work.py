"""`pulmu work`: do the jobs of a place, apart from the process that serves it."""

import signal
import sys
from threading import Event

from pulmu.cli.options import LangOption, screen_for
from pulmu.cli.place import DEFAULT_DATA, DataOption, EngineOption, WorkersOption, open_at, working


def work(
    data: DataOption = DEFAULT_DATA, workers: WorkersOption = None, engine: EngineOption = "", lang: LangOption = None
) -> None:  # fmt: skip
    """Do the jobs of a place until it is stopped, beside one that is served with --workers 0."""
    screen, closing = screen_for(lang), Event()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: closing.set())
    place = open_at(data, engine=engine)
    try:
        with working(place, data, workers or None, engine):
            screen.line(screen.text("cli.work.open", data=data))
            sys.stdout.flush()
            while not closing.wait(1.0):  # on Windows a wait without an end hears no signal
                pass
    finally:
        place.close()
