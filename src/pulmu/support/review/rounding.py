"""Rounding of points: once, to whole hundredths, halves away from nought."""

from math import floor


def half_away(total: int, parts: int) -> int:
    """A whole number divided by another, rounded, exactly."""
    size, rest = divmod(abs(total), parts)
    size += 2 * rest >= parts
    return size if total >= 0 else -size


def rounded(value: float) -> int:
    """A number rounded."""
    size = floor(abs(value) + 0.5)
    return size if value >= 0 else -size
