"""A map of tags proposed from names, units, kinds and what is seen: nobody's until a person has looked at it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pulmu.model import UnitError
from pulmu.model.line import Line
from pulmu.model.tag import Tag
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.model.units import unit
from pulmu.services.live.plant_units import plant_unit
from pulmu.services.live.plant_words import CARRIERS, MAIN, measure_likeness, name_likeness, plain, state_for, tokens
from pulmu.services.live.seen import Seen
from pulmu.services.live.tag_index import likely, same_measurement
from pulmu.services.live.twin_tags import needed_tags, twin_tags

LEAST = 0.6
"""A proposal less sure than that is not made."""
_RIVALS = 3
_TALL = 0.5
DEMANDS = ("demand", "demand_running", "demand_predicted")
_METERED = frozenset(("energy", "amount", "power", "flow", *DEMANDS, "start_time_of_counter"))
_TRUTH_STATES = {"true": "busy", "false": "idle"}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a node is thought to be a tag: a code, and the words it is about."""

    code: str
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagProposal:
    """A tag, the node most likely its own, and how likely.

    Parameters
    ----------
    confidence : From 0 to 1; it orders, and is no probability.
    rivals : Nodes nearly as likely.
    unknown_words : Words of the plant whose state is not known: somebody must say.
    """

    entry: MappedTag
    confidence: float
    reasons: tuple[Reason, ...]
    rivals: tuple[str, ...] = ()
    unknown_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapProposal:
    """All proposals, and what is left.

    Parameters
    ----------
    lacking : Tags the twin cannot do without, and has not got.
    unmapped : Tags of the twin without a node; the twin can do without them.
    unused : Nodes of the plant that no tag is read from.
    """

    line: str
    proposals: tuple[TagProposal, ...]
    lacking: tuple[str, ...]
    unmapped: tuple[str, ...]
    unused: tuple[str, ...]

    def tag_map(self) -> TagMap:
        """The map, if every proposal is taken."""
        return TagMap(line=self.line, tags=tuple(item.entry for item in self.proposals))


@dataclass(slots=True)
class _Place:
    """A node of the plant with what its name says, worked out once."""

    tag: Tag
    path: str
    stations: Mapping[str, tuple[float, str]]
    carriers: Mapping[str, float]
    numbers: frozenset[int]
    measures: dict[str, tuple[float, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Scored:
    """How likely a node is a tag, both by number, and why."""

    score: float
    tag: int
    place: int
    reasons: tuple[Reason, ...]


def propose_map(line: Line, offered: Sequence[Tag], seen: Mapping[str, Seen]) -> MapProposal:
    """A node for each tag of the twin, as far as one is likely; each node is one tag's."""
    twin = twin_tags(line)
    scored = sorted(_scored(line, twin, offered, seen), key=lambda item: (-item.score, item.tag, item.place))
    taken: dict[int, _Scored] = {}
    used: set[int] = set()
    of_tag: dict[int, list[_Scored]] = {}
    for item in scored:
        of_tag.setdefault(item.tag, []).append(item)
        if item.tag not in taken and item.place not in used:
            taken[item.tag] = item
            used.add(item.place)
    proposals = tuple(
        _proposal(twin[number], offered, taken[number], of_tag[number], seen) for number in sorted(taken)
    )  # fmt: skip
    mapped = {item.entry.tag for item in proposals}
    needed = needed_tags(line)
    return MapProposal(
        line=line.id, proposals=proposals, lacking=tuple(tag for tag in needed if tag not in mapped),
        unmapped=tuple(tag.name for tag in twin if tag.name not in mapped and tag.name not in needed),
        unused=tuple(tag.name for number, tag in enumerate(offered) if number not in used),
    )  # fmt: skip


def _scored(
    line: Line, twin: Sequence[Tag], offered: Sequence[Tag], seen: Mapping[str, Seen]
) -> Iterator[_Scored]:  # fmt: skip
    """How likely each node is each tag, where it is likely at all."""
    for number, tags in likely(twin, offered):
        place = _place(offered[number], line, is_meter=any(twin[spot].measure in _METERED for spot in tags))
        here = _stations_of(place)
        for spot in tags:
            tag = twin[spot]
            if tag.station not in here:
                continue
            found = _score(tag, place, line, seen.get(place.tag.name, Seen()))
            if found is not None and found[0] >= LEAST:
                yield _Scored(found[0], spot, number, found[1])


def _stations_of(place: _Place) -> frozenset[str]:
    """Stations that a node is named after most surely; none is told by an empty name."""
    best = max((score for score, _ in place.stations.values()), default=0.0)
    if best < _TALL:
        return frozenset(("",))
    return frozenset(name for name, (score, _) in place.stations.items() if score == best)


def _place(tag: Tag, line: Line, *, is_meter: bool = True) -> _Place:
    path = f"{tag.name} {tag.title}"
    stations = {
        item.id: name_likeness((item.id, item.name, item.name_local), path) for item in line.stations
    }  # fmt: skip
    carriers = {
        item.id: max(name_likeness((item.id, item.name, item.name_local), path)[0], _carrier_words(item.id, path))
        for item in (line.carriers if is_meter else ())
    }
    numbers = frozenset(int(part) for part in tokens(path) if part.isdecimal() and len(part) < 4)
    return _Place(tag, path, stations, carriers, numbers)


def _carrier_words(carrier: str, path: str) -> float:
    whole, parts = plain(path), tokens(path)
    words = CARRIERS.get(carrier, ())
    return (
        0.8 if any(word in parts or ((len(word) > 3 or not word.isascii()) and word in whole) for word in words) else 0
    )


def _score(tag: Tag, place: _Place, line: Line, seen: Seen) -> tuple[float, tuple[Reason, ...]] | None:
    """How likely a node is a tag; None where it cannot be."""
    reasons: list[Reason] = []
    measure = _measure(tag, place, reasons)
    if measure is None:
        return None
    station = _station(tag, place, line, reasons)
    if station < _TALL:
        return None
    fits = _unit(tag, place.tag, reasons)
    if fits is None:
        return None
    lives = _behaviour(tag, seen, reasons)
    carrier = _carrier(tag, place, reasons)
    if lives is None or carrier is None:
        return None
    score = 0.36 * measure + 0.34 * station + 0.1 * fits + 0.1 * lives + 0.1 * carrier
    if tag.writable and not place.tag.writable:
        score -= 0.05
    return round(min(score, 1.0), 4), tuple(reasons)


def _measure(tag: Tag, place: _Place, reasons: list[Reason]) -> float | None:
    own = place.tag
    if own.measurement is not None:
        if same_measurement(tag.measurement, own.measurement):
            reasons.append(Reason("measurement", str(own.measurement)))
            return 1.0
        return None
    if tag.measure not in place.measures:
        by_path = measure_likeness(tag.measure, own.name)
        by_title = measure_likeness(tag.measure, own.title)
        place.measures[tag.measure] = max(
            by_path, by_title, (1.0, own.measure) if own.measure == tag.measure else (0.0, "")
        )
    score, word = place.measures[tag.measure]
    if not score:
        return None
    if tag.kind == "text" and tag.measure != "state" and own.kind != "text":
        return None
    if tag.kind == "number" and own.kind != "number":
        return None
    if tag.kind == "truth" and own.kind == "number" and own.unit != "1":
        return None
    reasons.append(Reason("measure", word))
    return score


def _station(tag: Tag, place: _Place, line: Line, reasons: list[Reason]) -> float:
    best = max((score for score, _ in place.stations.values()), default=0.0)
    if not tag.station:
        is_main = name_likeness(MAIN, place.path)[0] == 1.0
        if is_main and best < 1.0:
            reasons.append(Reason("main"))
        return (1.0 if is_main else 0.75) if best < _TALL else 0.3
    score, word = place.stations[tag.station]
    if score < best:
        return 0.0
    reasons.append(Reason("station", word))
    machines = next(item.machines for item in line.stations if item.id == tag.station)
    if tag.machine is not None and machines > 1:
        if tag.machine not in place.numbers:
            return 0.3
        reasons.append(Reason("machine", str(tag.machine)))
    return score


def _unit(tag: Tag, own: Tag, reasons: list[Reason]) -> float | None:
    if tag.kind != "number":
        return 0.7
    found = plant_unit(own.unit)
    if own.unit == "1" or found is None:
        return 1.0 if unit(tag.unit).dimension == "ratio" else 0.4
    try:
        if unit(found.symbol).dimension != unit(tag.unit).dimension:
            return None
    except UnitError:
        return None
    reasons.append(Reason("unit", own.unit))
    return 1.0


def _behaviour(tag: Tag, seen: Seen, reasons: list[Reason]) -> float | None:
    """Whether it behaves as what it is thought to be; None where it surely does not."""
    if not seen.good:
        return 0.5
    if tag.measure in ("energy", "amount", "pieces", "good", "scrap"):
        if seen.fell:
            return None
        if seen.is_counter:
            reasons.append(Reason("rises"))
            return 1.0
    if tag.measure in ("power", "flow", "queue", *DEMANDS):
        if seen.least is not None and seen.least < 0:
            return None
        if seen.is_counter and seen.rose > 3:
            return 0.4
        if seen.rose and seen.fell:
            reasons.append(Reason("varies"))
            return 1.0
    if tag.measure == "state" and len(seen.words) > 1 and all(state_for(word) for word in seen.words):
        reasons.append(Reason("changes", ", ".join(seen.words[:5])))
        return 1.0
    return 0.6


def _carrier(tag: Tag, place: _Place, reasons: list[Reason]) -> float | None:
    """Of a meter: whether it is of the tag's carrier."""
    if tag.measure not in _METERED:
        return 1.0
    carrier = next((part for part in tag.name.split("/") if part in place.carriers), "")
    best = max(place.carriers.values(), default=0.0)
    if place.carriers.get(carrier, 0.0) < best or (tag.measure in ("amount", "flow") and not best):
        return None
    if best:
        reasons.append(Reason("carrier", carrier))
    return 1.0


def _proposal(
    tag: Tag, offered: Sequence[Tag], taken: _Scored, scored: Sequence[_Scored], seen: Mapping[str, Seen]
) -> TagProposal:  # fmt: skip
    score, reasons, source = taken.score, taken.reasons, offered[taken.place]
    near = [item for item in scored if item.place != taken.place and item.score > score - 0.05]
    words, unknown = _words(tag, source, seen.get(source.name, Seen()))
    entry = MappedTag(
        tag=tag.name, node=source.name, unit=tag.unit if source.unit == "1" and tag.unit != "1" else "", words=words,
        resets=tag.measure == "energy" and source.measurement is not None,
    )  # fmt: skip
    if entry.unit:
        reasons = (*reasons, Reason("unit_assumed", entry.unit))
    doubt = (0.1 if near else 0.0) + (0.15 if entry.unit else 0.0) + (0.1 if unknown else 0.0)
    return TagProposal(
        entry=entry, confidence=round(max(score - doubt, 0.0), 2), reasons=reasons,
        rivals=tuple(offered[item.place].name for item in near[:_RIVALS]), unknown_words=unknown,
    )  # fmt: skip


def _words(tag: Tag, source: Tag, seen: Seen) -> tuple[dict[str, str], tuple[str, ...]]:
    """Words of the plant led back to the twin's, and those nobody knows."""
    if tag.measure == "state":
        if source.kind == "truth":
            return dict(_TRUTH_STATES), ()
        shown = tuple(dict.fromkeys((*source.words, *seen.words)))
        return {word: state for word in shown if (state := state_for(word))}, tuple(
            word for word in shown if not state_for(word)
        )
    if tag.kind == "truth" and source.kind == "number":
        return {"1": "true", "0": "false"}, ()
    if tag.kind == "truth" and source.kind == "text":
        shown = tuple(dict.fromkeys((*source.words, *seen.words)))
        return {}, shown
    return {}, ()
