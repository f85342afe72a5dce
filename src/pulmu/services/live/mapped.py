"""A plant of strangers, spoken to in the names, units and words of the twin."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pulmu.model import Quantity, UnitError
from pulmu.model.tag import Sample, Tag, Value, Written
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.model.units import conversion_factor
from pulmu.services.live.plant_units import plant_unit
from pulmu.services.live.twin_tags import named_tag
from pulmu.services.ports import Plant, Subscription
from pulmu.twin.counts import STATES

_TRUTHS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
TakeSamples = Callable[[tuple[Sample, ...]], None]


@dataclass(frozen=True, slots=True)
class MappedValue:
    """A tag of the twin, the plant's own, and how numbers of the one become those of the other.

    Parameters
    ----------
    factor, offset : The twin's number is the plant's times factor, plus offset.
    """

    tag: Tag
    source: Tag
    entry: MappedTag
    factor: float = 1.0
    offset: float = 0.0

    def sample(self, item: Sample) -> Sample:
        """A sample of the plant as one of the twin's tag; quality and times are kept."""
        value, because = self._value(item.value)
        quality = "good" if item.quality == "uncertain" and self.entry.uncertain == "take" else item.quality
        if because and quality in ("good", "uncertain"):
            return replace(item, tag=self.tag.name, value=None, unit=self.tag.unit, quality="bad", because=because)
        because = "" if quality == "good" else item.because
        return replace(item, tag=self.tag.name, value=value, unit=self.tag.unit, quality=quality, because=because)

    def _value(self, value: Value | None) -> tuple[Value | None, str]:
        """The value, and why there is none."""
        if value is None:
            return None, "no value"
        word = word_of(value)
        if word in self.entry.missing:
            return None, f"{word} stands for no value"
        if self.entry.words:
            if word not in self.entry.words:
                return None, f"the map has no word for {word[:60]!r}"
            word = self.entry.words[word]
            value = word
        if self.tag.kind == "number":
            if isinstance(value, str):
                return None, f"{value[:60]!r} is no number"
            return self._calculated(float(value)), ""
        if self.tag.kind == "text":
            is_state = self.tag.measure != "state" or word in STATES
            return (word, "") if is_state else (None, f"{word[:60]!r} is no state of a machine")
        found = _TRUTHS.get(word.lower())
        return found, "" if found is not None else f"{word[:60]!r} is no truth"

    def to_write(self, value: Quantity) -> Quantity | str:
        """A value of the twin as the plant takes it; why it cannot be."""
        if not self.source.writable:
            return "not writable"
        if self.tag.kind == "text" or self.source.kind == "text":
            return "a text is never written"
        try:
            number = value.to(self.tag.unit)
        except UnitError:
            return f"{value.unit} is no unit for {self.tag.unit}"
        if not math.isfinite(number):
            return "not a finite number"
        if self.tag.kind == "truth":
            return self._truth_to_write(number)
        return Quantity((number - self.offset) / self.factor, self.source.unit)

    def _calculated(self, number: float) -> float:
        """The twin's number, without the dust of binary fractions: 1.1 times 100 is 110, and within a limit of 110."""
        if (self.factor, self.offset) == (1.0, 0.0):
            return number
        return float(f"{number * self.factor + self.offset:.15g}")

    def _truth_to_write(self, number: float) -> Quantity | str:
        if number not in (0.0, 1.0):
            return "a truth is 1 or 0"
        words = [shown for shown, word in self.entry.words.items() if _TRUTHS.get(word.lower()) is bool(number)]
        if not self.entry.words:
            return Quantity(number, "1")
        if len(words) != 1:
            return "the map does not say which value of the plant that is"
        shown = _TRUTHS.get(words[0].lower()) if self.source.kind == "truth" else None
        try:
            return Quantity(float(words[0]) if shown is None else float(shown), self.source.unit)
        except ValueError:
            return f"{words[0]!r} is no number of the plant"


def word_of(value: Value) -> str:
    """A value as a map writes it: true, 4, Running."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return f"{value:.15g}"
    return value.strip()


def mapped_value(entry: MappedTag, source: Tag, known: Tag | None) -> MappedValue | str:
    """How a tag of the plant becomes one of the twin; why it cannot.

    Parameters
    ----------
    known : The tag as the twin has it; None where it is not known: its name then says what it stands for.
    """
    tag = _twin_tag(entry, source, known)
    if tag.kind != "number":
        return MappedValue(tag, source, entry)
    if source.kind == "text" or entry.words:
        return f"it is a number, and {source.name} is told in words"
    found = plant_unit(entry.unit or source.unit)
    if found is None:
        return f"{entry.unit} is not a unit we know"
    try:
        to_twin = conversion_factor(found.symbol, tag.unit)
    except UnitError:
        return f"it is in {tag.unit}, and {source.name} in {entry.unit or source.unit}"
    if not entry.scale:
        return "its scale is 0"
    factor = entry.scale * found.factor * to_twin
    offset = (entry.offset * found.factor + found.offset) * to_twin
    low, high = (None if end is None else _plainly(end * factor + offset) for end in (source.low, source.high))
    if factor < 0:
        low, high = high, low
    return MappedValue(replace(tag, low=low, high=high), source, entry, factor, offset)


def _plainly(number: float) -> float:
    """Without the dust of binary fractions: 1.1 times 100 is 110."""
    return float(f"{number:.12g}")


def _twin_tag(entry: MappedTag, source: Tag, known: Tag | None) -> Tag:
    found = plant_unit(entry.unit or source.unit)
    known = known or named_tag(entry.tag, source.unit if found is None else found.symbol)
    return replace(
        known, writable=source.writable, low=None, high=None, measurement=source.measurement or known.measurement,
        title=source.title, node=source.node,
    )  # fmt: skip


class MappedPlant:
    """Fulfils `services.ports.Plant` in the twin's names, on a plant that has its own.

    A tag of the map that the plant does not have, or that cannot be one of the twin's, is not offered; it reads as bad
    and says why.

    Parameters
    ----------
    known : Tags of the twin, with their units and what they stand for; see `twin_tags`.
    """

    def __init__(self, plant: Plant, tag_map: TagMap, known: Sequence[Tag] = ()) -> None:
        self.plant, self.tag_map = plant, tag_map
        offered = {tag.name: tag for tag in plant.tags()}
        twin = {tag.name: tag for tag in known}
        self._values: dict[str, MappedValue] = {}
        self._missing: dict[str, str] = {}
        for entry in tag_map.tags:
            source = offered.get(entry.node)
            made = f"the plant has no {entry.node}" if source is None else mapped_value(
                entry, source, twin.get(entry.tag)
            )  # fmt: skip
            if isinstance(made, str):
                self._missing[entry.tag] = made
            else:
                self._values[entry.tag] = made

    def tags(self) -> tuple[Tag, ...]:
        """What is mapped, by name."""
        return tuple(self._values[name].tag for name in sorted(self._values))

    def missing(self) -> Mapping[str, str]:
        """Why tags of the map are not offered, by name."""
        return self._missing

    def values(self) -> Mapping[str, MappedValue]:
        """How each tag is told, by name."""
        return self._values

    def read(self, tags: Sequence[str]) -> tuple[Sample, ...]:
        """Values as they are now; see the port."""
        wanted = list(dict.fromkeys(self._values[tag].source.name for tag in tags if tag in self._values))
        found = dict(zip(wanted, self.plant.read(wanted), strict=True)) if wanted else {}
        mapped = [self._values.get(tag) for tag in tags]
        return tuple(
            self._unknown(tag) if value is None else value.sample(found[value.source.name])
            for tag, value in zip(tags, mapped, strict=True)
        )

    def write(self, tag: str, value: Quantity) -> Written:
        """Hand over one value, once; see the port."""
        mapped = self._values.get(tag)
        if mapped is None:
            return Written(tag=tag, outcome="refused", because=self._missing.get(tag, "not known"))
        sent = mapped.to_write(value)
        if isinstance(sent, str):
            return Written(tag=tag, outcome="refused", because=sent)
        return replace(self.plant.write(mapped.source.name, sent), tag=tag)

    def subscribe(self, tags: Sequence[str], hand_over: TakeSamples, *, every: float) -> Subscription:
        """Have changes handed over; see the port."""
        by_source: dict[str, list[MappedValue]] = {}
        for tag in tags:
            if tag in self._values:
                by_source.setdefault(self._values[tag].source.name, []).append(self._values[tag])
        unknown = tuple(self._unknown(tag) for tag in tags if tag not in self._values)
        if unknown:
            hand_over(unknown)

        def take(samples: tuple[Sample, ...]) -> None:
            hand_over(tuple(one.sample(item) for item in samples for one in by_source.get(item.tag, ())))

        return self.plant.subscribe(list(by_source), take, every=every)

    def close(self) -> None:
        """Let go of the plant."""
        self.plant.close()

    def _unknown(self, tag: str) -> Sample:
        return Sample(tag=tag, value=None, quality="bad", because=self._missing.get(tag, "the map has no such tag"))
