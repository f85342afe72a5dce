"""How the search is compiled. It holds no lock of the interpreter: another search goes on beside it."""

from typing import Any

from numba import njit

_BARE: dict[str, Any] = {"nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Called by compiled code only: nothing is made for Python to call, which takes a third of the time."""
entry = njit(cache=True, nogil=True, forceinline=False)
"""Called from Python, and kept on disk with all that it calls."""
apart = njit(None, forceinline=False, **_BARE)
"""One copy, called seldom."""
inside = njit(None, forceinline=True, **_BARE)
"""Copied into what calls it."""
