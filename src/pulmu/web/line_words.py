"""A line in the words of the pages, and its picture for wide and for narrow ones."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from pulmu.locale import Language, percent, plain, text
from pulmu.model.line import OUT, Carrier, Line, LineProduct, LineSource
from pulmu.model.station import Station
from pulmu.services.line_flow import source_key, station_key
from pulmu.twin.plan import step_name
from pulmu.web.charts.bars import Segment
from pulmu.web.charts.line_diagram import Extra, LineWords, line_diagram


@dataclass(frozen=True, slots=True)
class LinePicture:
    """A line drawn.

    Parameters
    ----------
    wide, tall : The picture as SVG, from left to right and from top to bottom; a page shows the one that fits.
    stations, routes : The same in words.
    products : Names, where their ways have colours of their own.
    """

    wide: str
    tall: str
    stations: tuple[str, ...]
    routes: tuple[str, ...]
    products: tuple[str, ...]


def line_picture(
    line: Line, language: Language, href: Callable[[str], str] = lambda _: "",
    shares: Mapping[str, Sequence[Segment]] | None = None, marked: Collection[str] = (),
    states: Mapping[int, tuple[str, str]] | None = None, waiting: Mapping[int, int] | None = None,
) -> LinePicture:  # fmt: skip
    """The picture of a line, complete or still being written.

    Parameters
    ----------
    href : Where a station leads, by id; empty where it leads nowhere.
    shares : Parts of each station's hours, by id, drawn at its foot.
    marked : Stations that stand out, by id.
    states : State and sign of machines, as a trace counts them.
    waiting : Pieces before a station, by its number.
    """
    more = Extra(shares or {}, frozenset(marked), states or {}, waiting or {})
    words = line_words(line, language)
    few = 1 < len(line.products) <= 5
    return LinePicture(
        wide=line_diagram(line, words, href, "right", extra=more),
        tall=line_diagram(line, words, href, "down", extra=more),
        stations=tuple(words.told[station_key(item.id)] for item in line.stations),
        routes=tuple(route_text(line, item, language) for item in line.products),
        products=tuple(name_of(item, language) for item in line.products) if few else (),
    )


def name_of(item: Line | Station | LineProduct | LineSource | Carrier, language: Language) -> str:
    """What it is called."""
    local = getattr(item, "name_local", "") if language == "ko" else ""
    return plain(local or item.name or item.id, 60)


def line_words(line: Line, language: Language) -> LineWords:
    """The words of a picture of a line."""
    names = {source_key(item.id): name_of(item, language) for item in line.sources}
    names |= {station_key(item.id): name_of(item, language) for item in line.stations}
    names |= {f"product:{item.id}": name_of(item, language) for item in line.products}
    leaves = text("web.line_picture.leaves", language)
    return LineWords(
        title=text("web.line_picture.title", language, name=name_of(line, language)),
        description=" ".join(route_text(line, item, language) for item in line.products),
        leaves=leaves,
        names=names | {OUT: leaves},
        told={station_key(item.id): station_text(item, language) for item in line.stations},
        rework=text("web.line_picture.rework", language),
    )


def station_text(item: Station, language: Language) -> str:
    """What a station is, in a sentence."""
    name, machines = name_of(item, language), item.machines
    if item.buffer is None:
        return text("web.line_picture.station_endless", language, name=name, machines=machines)
    return text("web.line_picture.station", language, name=name, machines=machines, places=item.buffer)


def route_text(line: Line, product: LineProduct, language: Language) -> str:
    """The way of a product, in a sentence, and what is scrapped and reworked on it."""
    names = {item.id: name_of(item, language) for item in line.stations}
    way = "".join(
        ("" if at == 0 else ", " if product.route[at - 1].next else " → ") + names.get(step.station, step.station)
        for at, step in enumerate(product.route)
    )
    said = [text("web.line_picture.route", language, product=name_of(product, language), way=way)]
    steps = {step_name(step): names.get(step.station, step.station) for step in product.route}
    for step in product.route:
        here = names.get(step.station, step.station)
        if step.next:
            leaves = text("web.line_picture.leaves", language)
            parts = ", ".join(
                (leaves if to == OUT else steps.get(to, to)) + (f" {percent(share, language)}" if share < 1 else "")
                for to, share in step.next.items()
            )
            said.append(text("web.line_picture.parts", language, station=here, parts=parts))
        if step.rework > 0:
            to = steps.get(step.rework_to, here)
            said.append(
                text("web.line_picture.back", language, station=here, share=percent(step.rework, language), to=to)
            )
        if step.scrap > 0:
            said.append(text("web.line_picture.scrap", language, station=here, share=percent(step.scrap, language)))
    return " ".join(said)
