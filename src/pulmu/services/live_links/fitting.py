"""Whether what is kept of a plant is called as its line calls it: a keeper without a map keeps other names."""

from collections.abc import Collection

from pulmu.model.line import Line
from pulmu.services.live.twin_tags import needed_tags


def machines_not_kept(line: Line, kept: Collection[str]) -> tuple[str, ...]:
    """States of machines that are not among the tags that are kept."""
    return tuple(name for name in needed_tags(line) if name not in kept)


def is_another_plant(line: Line, kept: Collection[str]) -> bool:
    """Whether things are kept, and no machine of the line is among them: the plant's tags have names of their own."""
    return bool(kept) and len(machines_not_kept(line, kept)) == len(needed_tags(line))
