"""A time for something, after which it is over."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Over = Callable[[], bool]


@contextmanager
def within(seconds: float, is_over: Over) -> Iterator[Over]:
    """Whether it is over, by somebody's word or because so many seconds have passed."""
    up = threading.Event()
    timer = threading.Timer(seconds, up.set)
    timer.daemon = True
    timer.start()
    try:
        yield lambda: up.is_set() or is_over()
    finally:
        timer.cancel()
