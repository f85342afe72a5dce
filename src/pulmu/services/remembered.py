"""What is computed when first asked for, once for however many ask at the same time, and kept while it is asked for."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import TypeVar

Found = TypeVar("Found")


class Remembered:
    """Results by key; no more than `most` of them, and of those the ones asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, Future[object]] = OrderedDict()

    def get(self, key: Hashable, kind: type[Found], compute: Callable[[], Found]) -> Found:
        """The result of a key, computed if it is not known; one that failed is not kept.

        Parameters
        ----------
        kind : What the key names.
        """
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
            else:
                made: Future[object] = Future()
                self._known[key] = made
                while len(self._known) > self._most:
                    self._known.popitem(last=False)
        if known is None:
            return self._made(key, made, compute)
        found = known.result()
        assert isinstance(found, kind)  # noqa: S101 - the key names what it is
        return found

    def _made(self, key: Hashable, made: "Future[object]", compute: Callable[[], Found]) -> Found:
        try:
            found = compute()
        except BaseException as error:
            with self._lock:
                if self._known.get(key) is made:
                    del self._known[key]
            made.set_exception(error)
            raise
        made.set_result(found)
        return found
