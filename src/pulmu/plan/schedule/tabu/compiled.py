"""How the search is compiled. It holds no lock of the interpreter: another search goes on beside it."""

from typing import Any

from numba import njit

_BARE: dict[str, Any] = {"nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Called by compiled code only: nothing is made for Python to call, which takes a third of the time."""
entry = njit(cache=True, nogil=True, forceinline=False)
"""Called from Python, and kept on disk with all that it calls."""
maker = njit(None, forceinline=False, **_BARE)
"""One copy, which may make arrays, or parts of them."""
_UNCOUNTED: dict[str, Any] = {**_BARE, "_nrt": False}
"""Makes no array, so that nobody need count who holds one: counting locks memory, and takes most of the time else."""
apart = njit(None, forceinline=False, **_UNCOUNTED)
"""One copy."""
inside = njit(None, forceinline=True, **_UNCOUNTED)
"""Copied into what calls it."""
