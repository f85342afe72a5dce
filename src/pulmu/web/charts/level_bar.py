"""A level between 0 and 4 as cells: sure ones filled, those that hang on unknown facts dashed, the rest pale."""

from html import escape

CELLS = 4
_WIDE, _HIGH, _ROOM = 44, 20, 6


def level_bar(label: str, sure: int, possible: int) -> str:
    """The cells as SVG; the words stand beside it, and in its label.

    Parameters
    ----------
    label : What the bar says, in words.
    """
    cells = "".join(
        f'<rect class="{"sure" if number < sure else "open" if number < possible else "rest"}" '
        f'x="{1 + number * (_WIDE + _ROOM)}" y="1" width="{_WIDE}" height="{_HIGH}" rx="3"/>'
        for number in range(CELLS)
    )
    width, height = CELLS * (_WIDE + _ROOM) - _ROOM + 2, _HIGH + 2
    return (
        f'<svg class="levels" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(label)}"><title>{escape(label)}</title>{cells}</svg>'
    )
