"""A what-if question as a form: what can be changed of a line, what was typed, and the question it makes."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pulmu.locale import Language, plain, text
from pulmu.model import Document, decode
from pulmu.model.line import Line
from pulmu.model.week import DAYS
from pulmu.model.what_if import WhatIf
from pulmu.services.line_questions.question import question_document
from pulmu.twin.plan import step_name
from pulmu.twin.statistics import measures_of
from pulmu.web.forms import Form
from pulmu.web.line_question_words import figure_text, question_text, scenario_text, unit_text
from pulmu.web.line_view import called

Kind = Literal["count", "percent", "amount", "text", "days", "clock", "order", "never"]
_ORDERS = ("first_come", "last_come", "priority", "shortest", "same_family")
_MOST_CHANGES, _LONGEST_STATE = 30, 30_000
FIRST, MOST = 10, 200
"""Runs of each line before the first look, and at most."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in: name of the attribute of a change, and of what kind it is."""

    name: str
    kind: Kind
    required: bool = True


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that can be changed: of what part of the line, and what is said of it."""

    part: Literal["station", "stop", "source", "operators", "carrier", "step"]
    fields: tuple[Field, ...]


TOPICS: dict[str, Topic] = {
    "machines": Topic("station", (Field("machines", "count"),)),
    "speed": Topic("station", (Field("time_factor", "percent"),)),
    "time": Topic("station", (Field("time", "text"),)),
    "down": Topic("station", (Field("days", "days"), Field("machines", "count", required=False),
                              Field("start", "clock"), Field("end", "clock"))),
    "buffer": Topic("station", (Field("buffer", "count"),)),
    "stops": Topic("stop", (Field("every_factor", "percent", required=False),
                            Field("lasts_factor", "percent", required=False),
                            Field("never", "never", required=False))),
    "set_up": Topic("station", (Field("set_up_factor", "percent"),)),
    "batch": Topic("station", (Field("least", "count"), Field("most", "count"))),
    "order": Topic("station", (Field("order", "order"),)),
    "people": Topic("operators", (Field("count", "count"),)),
    "arrivals": Topic("source", (Field("every_factor", "percent"),)),
    "inside": Topic("source", (Field("most_inside", "count"),)),
    "scrap": Topic("step", (Field("scrap", "percent"),)),
    "price": Topic("carrier", (Field("price", "amount"),)),
}  # fmt: skip
"""What people ask most, by name; everything else a question may change is asked by a file."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose."""

    value: str
    name: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as far as it is written.

    Parameters
    ----------
    changes : What is changed so far, as a plain document has it.
    topic : What is being filled in; empty where nothing is.
    """

    line: Line
    changes: tuple[Any, ...] = ()
    topic: str = ""

    @property
    def state(self) -> str:
        """The changes so far, for the form to carry along."""
        return json.dumps(self.changes, ensure_ascii=False)

    def topics(self) -> list[str]:
        """What this line has to be changed."""
        return [name for name, topic in TOPICS.items() if next(self.things(topic.part, name), None)]

    def things(self, part: str, topic: str, language: Language = "en", chosen: str = "") -> Iterator[Choice]:
        """What can be chosen of a part of the line."""
        for value, name in self._named(part, topic, language):
            yield Choice(value, plain(name, 90), value == chosen)

    def _named(self, part: str, topic: str, language: Language) -> Iterator[tuple[str, str]]:
        line = self.line
        stations = {item.id: called(item, language) for item in line.stations}
        if part == "station":
            for station in line.stations:
                if topic != "set_up" or station.set_up or station.set_ups:
                    yield station.id, f"{stations[station.id]} ({station.machines})"
        elif part == "stop":
            yield from ((f"{one.id}/{item.id}", f"{stations[one.id]}: {item.id}")
                        for one in line.stations for item in one.stops)  # fmt: skip
        elif part == "step":
            yield from ((f"{one.id}/{step_name(step)}",
                         f"{called(one, language)}: {stations.get(step.station, step.station)}")
                        for one in line.products for step in one.route)  # fmt: skip
        elif part == "source":
            yield from ((item.id, called(item, language)) for item in line.sources
                        if topic != "arrivals" or item.every is not None)  # fmt: skip
        else:
            items = line.operators if part == "operators" else line.carriers
            yield from ((item.id, called(item, language)) for item in items)

    def tree(self, form: Form) -> dict[str, Any]:
        """The question of a form: the changes so far, how exactly, over how many days, and what matters."""
        tree: dict[str, Any] = {"pulmu": "what_if/1", "id": "asked", "figure": form.text("figure", 200) or "good_per_h",
                                "days": number_of(form.text("days", 20) or "28"), "first": FIRST, "most": MOST,
                                "scenarios": [{"id": "changed", "changes": list(self.changes)}]}  # fmt: skip
        exact = form.text("exact", 20)
        if exact:
            tree |= {"exact_amount": number_of(exact), "until": "exact"}
        return named(self.line, tree)


def named(line: Line, tree: dict[str, Any]) -> dict[str, Any]:
    """A question under the sentence it asks, in both languages."""
    asked = decode(WhatIf, question_document(tree)).value
    return tree | {"name": question_text(line, asked, "en"), "name_local": question_text(line, asked, "ko")}


def asking_of(line: Line, form: Form) -> Asking:
    """The question as far as a form has it; what somebody else wrote into it is looked at like a file."""
    topic = form.text("topic", 40)
    return Asking(line, changes_of(form.text("changes", _LONGEST_STATE)), topic if topic in TOPICS else "")


def changes_of(state: str) -> tuple[Any, ...]:
    """Changes that a form carried along; none where they are none."""
    try:
        found = json.loads(state or "[]")
    except (ValueError, RecursionError):
        return ()
    return tuple(item for item in found if isinstance(item, dict))[:_MOST_CHANGES] if isinstance(found, list) else ()


def change_of(topic: str, form: Form) -> dict[str, Any]:
    """The change that a form tells; what cannot be read stays as it was typed, to be told."""
    kind, thing = TOPICS[topic], form.text("thing", 200)
    said = {field.name: _value(field, form) for field in kind.fields}
    said = {name: value for name, value in said.items() if value is not False and value not in ("", [])}
    first, _, rest = thing.partition("/")
    if topic == "down":
        return {"station": thing, "down": [said]}
    if topic == "batch":
        return {"station": thing, "batch": said}
    if kind.part == "stop":
        return {"station": first, "stop": rest, **said}
    if kind.part == "step":
        return {"product": first, "step": rest, **said}
    return {kind.part: thing, **said}


def _value(field: Field, form: Form) -> Any:
    said = form.text(field.name, 60)
    if field.kind == "days":
        return [day for day in DAYS if form.text(f"day_{day}", 10)]
    if field.kind == "never":
        return bool(said)
    if field.kind == "percent":
        value = number_of(said)
        return value / 100 if isinstance(value, int | float) else value
    return number_of(said) if field.kind in ("count", "amount") else said


def number_of(said: str) -> Any:
    """A number as it was typed; the text, where it is none."""
    try:
        value = float(said.replace(",", "")) if said.isascii() and "_" not in said else None
    except ValueError:
        return said
    if value is None or not math.isfinite(value):
        return said
    return int(value) if value == int(value) and abs(value) < 2**53 else value


def figures(line: Line, language: Language, chosen: str) -> list[Choice]:
    """The figures of the whole line, one of which matters, with their units."""
    found = []
    for item in measures_of(line).values():
        if "." not in item.name:
            name, unit = figure_text(line, item.name, language), unit_text(item.unit, language)
            found.append(Choice(item.name, f"{name} [{unit}]" if unit else name, item.name == chosen))
    return found


def orders(language: Language, chosen: str) -> list[Choice]:
    """Which piece may be next at a station."""
    return [Choice(code, text(f"web.line_form.choice.{code}", language), code == chosen) for code in _ORDERS]


def asked_so_far(asking: Asking, language: Language) -> list[str]:
    """The changes so far in sentences."""
    asked = decode(WhatIf, _document(asking)).value if asking.changes else None
    return [] if asked is None else [scenario_text(asking.line, item, language) for item in asked.scenarios]


def _document(asking: Asking) -> Document:
    one = [{"id": f"c{n}", "changes": [change]} for n, change in enumerate(asking.changes)]
    return question_document({"pulmu": "what_if/1", "id": "asked", "scenarios": one})
