"""The provinces as tiles that touch as their provinces do: how many gain and lose in each, in words and in shades."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

TILE_WIDTH, TILE_HEIGHT, GAP = 92, 66, 6
SHADES = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """One province.

    Parameters
    ----------
    row, column : Its place, from 1 in the north-west.
    net : What its shade says: gains less losses; None where it is not told.
    shown : What stands in it, in lines.
    said : The same in words, for hover, keyboard and screen readers.
    """

    name: str
    row: int
    column: int
    net: int | None
    shown: tuple[str, ...]
    said: str


def tile_map(title: str, description: str, tiles: Sequence[Tile]) -> str:
    """The map as SVG. A shade alone says nothing: its number stands in the tile."""
    columns, rows = max(tile.column for tile in tiles), max(tile.row for tile in tiles)
    width = columns * (TILE_WIDTH + GAP) - GAP + 4
    height = rows * (TILE_HEIGHT + GAP) - GAP + 4
    most = max((abs(tile.net) for tile in tiles if tile.net), default=0)
    head = (
        f'<svg class="tile-map" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title><desc>{escape(description)}</desc>'
    )
    ordered = sorted(tiles, key=lambda tile: (tile.row, tile.column))
    return "".join((head, *(_tile(tile, most) for tile in ordered), "</svg>"))


def shade(net: int | None, most: int) -> str:
    """The class of a shade: `gain-1` to `gain-4`, `lose-1` to `lose-4`, `none`, or `hidden`."""
    if net is None:
        return "hidden"
    if net == 0 or most <= 0:
        return "none"
    step = min(SHADES, 1 + (SHADES * (abs(net) - 1)) // most)
    return f"{'gain' if net > 0 else 'lose'}-{step}"


def _tile(tile: Tile, most: int) -> str:
    x = 2 + (tile.column - 1) * (TILE_WIDTH + GAP)
    y = 2 + (tile.row - 1) * (TILE_HEIGHT + GAP)
    middle = x + TILE_WIDTH / 2
    lines = "".join(
        f'<text class="count" x="{middle:g}" y="{y + 43 + 16 * number:g}">{escape(line)}</text>'
        for number, line in enumerate(tile.shown[:2])
    )
    return (
        f'<g class="tile {shade(tile.net, most)}" tabindex="0" role="img" aria-label="{escape(tile.said)}">'
        f"<title>{escape(tile.said)}</title>"
        f'<rect x="{x}" y="{y}" width="{TILE_WIDTH}" height="{TILE_HEIGHT}" rx="6"/>'
        f'<text class="name" x="{middle:g}" y="{y + 22:g}">{escape(tile.name)}</text>{lines}</g>'
    )
