"""Says again and again that work goes on, while it goes on."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

from pulmu.model import OutsideError


@contextlib.contextmanager
def heartbeat(
    renew: Callable[[], bool], *, every: float, longest: float, too_long: Callable[[], object]
) -> Iterator[None]:
    """Renew something while the block is at work, and see that it does not take for ever.

    Parameters
    ----------
    renew : Renews it; false where that is of no use any more.
    every : Seconds from one time to the next.
    longest : After so many seconds it is not renewed any more, and `too_long` is called.
    """
    done = threading.Event()

    def beat() -> None:
        begun = time.monotonic()
        while not done.wait(every):
            if time.monotonic() - begun > longest:
                too_long()
                return
            with contextlib.suppress(OutsideError):  # the store is not there for a moment: there is a next time
                if not renew():
                    return

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
