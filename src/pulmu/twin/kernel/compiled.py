"""How the functions of the kernel are compiled.

Numba hands `forceinline` down from a caller to what it calls, unless that says otherwise; so each function says what it
is. What a new process asks for are the entries alone: nothing else is kept on disk.
"""

from numba import njit

entry = njit(cache=True, forceinline=False)
"""Called from Python, and kept on disk with all that it calls."""
apart = njit(forceinline=False)
"""Seldom called, or large: one copy, so that what calls it stays small and quick."""
inside = njit(forceinline=True)
"""Copied into everything that calls it."""
