"""How the search is compiled. It holds no lock of the interpreter: another search goes on beside it."""

from numba import njit

entry = njit(cache=True, nogil=True, forceinline=False)
"""Called from Python, and kept on disk with all that it calls."""
apart = njit(nogil=True, forceinline=False)
"""One copy, called seldom."""
inside = njit(nogil=True, forceinline=True)
"""Copied into what calls it."""
