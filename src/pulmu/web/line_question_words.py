"""What is asked of a line in sentences, and the figures of its answers by name."""

from collections.abc import Iterator

from pulmu.locale import Language, has_text, percent, plain, text
from pulmu.locale.numbers import unit_symbol
from pulmu.model.line import Line
from pulmu.model.station import Batch, Station
from pulmu.model.week import DAYS
from pulmu.model.what_if import Change, Outage, Scenario, WhatIf
from pulmu.twin.plan import step_name
from pulmu.web.line_view import called, law_words

_PARTS = {"product": "products", "station": "stations", "carrier": "carriers", "source": "sources",
          "operators": "operators"}  # fmt: skip
_COUNTED = ("pieces", "piece", "cycles", "set_ups", "stops", "people", "KRW")
_FACTORS = ("time_factor", "set_up_factor")
_STOP = ("every", "every_factor", "lasts", "lasts_factor", "never")


def scenario_text(line: Line, scenario: Scenario, language: Language, longest: int = 150) -> str:
    """A scenario in one line: by its name, or by its changes."""
    own = (scenario.name_local if language == "ko" else "") or scenario.name
    said = own or "; ".join(
        sentence for change in scenario.changes for sentence in change_texts(line, change, language)
    )
    return plain(said or scenario.id, longest)


def question_text(line: Line, asked: WhatIf, language: Language) -> str:
    """A question in one line."""
    own = (asked.name_local if language == "ko" else "") or asked.name
    return plain(own or "; ".join(scenario_text(line, item, language) for item in asked.scenarios) or asked.id, 150)


def change_texts(line: Line, change: Change, language: Language) -> list[str]:
    """A change in sentences, with how it is today."""
    told = _Told(line, language)
    target = next((name for name in _PARTS if getattr(change, name) and not (name == "carrier" and change.station)), "")
    return [] if not target else list(getattr(told, target)(change))


class _Told:
    def __init__(self, line: Line, language: Language) -> None:
        self.line, self.language = line, language

    def text(self, key: str, **values: object) -> str:
        return text(f"web.line_question.change.{key}", self.language, **values)

    def choice(self, code: str) -> str:
        return text(f"web.line_form.choice.{code}", self.language)

    def name(self, part: str, wanted: str) -> str:
        found = next((item for item in getattr(self.line, part) if item.id == wanted), None)
        return plain(called(found, self.language) if found is not None else wanted, 60)

    def today(self, said: object) -> str:
        return self.text("today", said=said) if said not in (None, "") else ""

    def station(self, change: Change) -> Iterator[str]:
        name = self.name("stations", change.station)
        found = next((item for item in self.line.stations if item.id == change.station), None)
        yield from self.counts(name, found, change)
        yield from self.times(name, found, change)
        for outage in change.down:
            yield self.down(name, found, outage)
        if change.stop:
            yield from self.stop(f"{name}, {plain(change.stop, 40)}", change)
        if change.use:
            carrier = self.name("carriers", change.carrier)
            rates = ", ".join(f"{plain(key, 20)} {value:g}" for key, value in change.use.items() if value is not None)
            yield self.text("use", name=name, carrier=carrier, rates=rates)

    def counts(self, name: str, found: Station | None, change: Change) -> Iterator[str]:
        if change.machines is not None:
            yield self.text("machines", name=name, value=change.machines,
                            today=self.today(found.machines if found else None))  # fmt: skip
        if change.buffer is not None:
            before = "∞" if found and found.buffer is None else found.buffer if found else None
            yield self.text("buffer", name=name, value=change.buffer, today=self.today(before))
        if change.batch is not None:
            yield self.text("batch", name=name, least=change.batch.least, most=change.batch.most,
                            today=self.today(_span(found.batch) if found else None))  # fmt: skip
        if change.order is not None:
            yield self.text("order", name=name, order=self.choice(change.order),
                            today=self.today(self.choice(found.order) if found else None))  # fmt: skip
        if change.calendar:
            yield self.text("calendar", name=name, calendar=plain(change.calendar, 60))

    def times(self, name: str, found: Station | None, change: Change) -> Iterator[str]:
        for kind in ("time", "set_up"):
            new, before = getattr(change, kind), getattr(found, kind) if found else None
            if new is not None:
                yield self.text(kind, name=name, time=law_words(new, self.language),
                                today=self.today(law_words(before, self.language)))  # fmt: skip
        for kind in _FACTORS:
            if getattr(change, kind) is not None:
                yield self.text(kind, name=name, percent=percent(getattr(change, kind), self.language))

    def down(self, name: str, found: Station | None, outage: Outage) -> str:
        names = text("web.line_play.days", self.language).split(" ")
        days = ", ".join(names[DAYS.index(day)] for day in outage.days)
        when = self.text("always" if outage.days == DAYS else "on_days", days=days)
        if (outage.start, outage.end) != ("00:00", "24:00"):
            when = self.text("between", when=when, start=outage.start, end=outage.end)
        if outage.machines is None or (found and outage.machines == found.machines):
            return self.text("down_all", name=name, when=when)
        return self.text("down", name=name, when=when, many=outage.machines, of=found.machines if found else "?")

    def stop(self, name: str, change: Change) -> Iterator[str]:
        if change.never:
            yield self.text("never", name=name)
        for kind in ("every", "lasts"):
            if getattr(change, kind) is not None:
                yield self.text(f"stop_{kind}", name=name, time=law_words(getattr(change, kind), self.language))
            if getattr(change, f"{kind}_factor") is not None:
                share = percent(getattr(change, f"{kind}_factor"), self.language)
                yield self.text(f"stop_{kind}_factor", name=name, percent=share)

    def source(self, change: Change) -> Iterator[str]:
        name = self.name("sources", change.source)
        found = next((item for item in self.line.sources if item.id == change.source), None)
        if change.every is not None:
            yield self.text("arrivals", name=name, time=law_words(change.every, self.language))
        if change.every_factor is not None:
            yield self.text("arrivals_factor", name=name, percent=percent(change.every_factor, self.language))
        if change.most_inside is not None:
            yield self.text("most_inside", name=name, value=change.most_inside,
                            today=self.today(found.most_inside if found else None))  # fmt: skip
        if change.lot is not None:
            yield self.text("lot", name=name, value=change.lot)
        if change.products:
            parts = ", ".join(f"{self.name('products', key)} {value:g}" for key, value in change.products.items())
            yield self.text("mix", name=name, parts=parts)

    def carrier(self, change: Change) -> Iterator[str]:
        found = next((item for item in self.line.carriers if item.id == change.carrier), None)
        name, unit = self.name("carriers", change.carrier), found.unit if found else ""
        if change.price is not None:
            yield self.text("price", name=name, value=f"{change.price:,g}", unit=unit)
        if change.tariff:
            yield self.text("tariff", name=name, tariff=plain(change.tariff, 60))

    def operators(self, change: Change) -> Iterator[str]:
        name = self.name("operators", change.operators)
        found = next((item for item in self.line.operators if item.id == change.operators), None)
        if change.count is not None:
            yield self.text("count", name=name, value=change.count, today=self.today(found.count if found else None))
        if change.calendar:
            yield self.text("calendar", name=name, calendar=plain(change.calendar, 60))

    def product(self, change: Change) -> Iterator[str]:
        found = next((item for item in self.line.products if item.id == change.product), None)
        steps = {step_name(step): step for step in found.route} if found else {}
        wanted = change.step or (list(steps)[-1] if steps else "")
        step = steps.get(wanted)
        name = f"{self.name('products', change.product)}, {self.name('stations', step.station if step else wanted)}"
        for kind in ("scrap", "rework"):
            if getattr(change, kind) is not None:
                before = percent(getattr(step, kind), self.language) if step else None
                share = percent(getattr(change, kind), self.language)
                yield self.text(kind, name=name, percent=share, today=self.today(before))


def _span(batch: Batch | None) -> str:
    return "1" if batch is None else f"{batch.least}–{batch.most}"


def figure_text(line: Line, name: str, language: Language) -> str:
    """A figure in the reader's words, without its unit."""
    part, _, rest = name.partition(".")
    kinds = getattr(line, _PARTS.get(part, ""), ()) if rest else ()
    item = next((item for item in kinds if rest.startswith(f"{item.id}.")), None)
    if item is None:
        return text(f"what_if.figure.{part}", language) if has_text(f"what_if.figure.{part}", language) else name
    kind, _, detail = rest[len(item.id) + 1 :].partition(".")
    if kind in ("hours", "share"):
        detail = text(f"simulate.state.{detail}", language)
    elif kind == "carrier":
        detail = next((called(one, language) for one in line.carriers if one.id == detail), detail)
    words = text(f"what_if.figure.{kind}", language) if has_text(f"what_if.figure.{kind}", language) else kind
    return plain(" ".join(said for said in (f"{called(item, language)}:", words, detail) if said), 120)


def unit_text(unit: str, language: Language) -> str:
    """A unit; what is counted is counted in the reader's words."""
    return "/".join(
        text(f"what_if.unit.{part}", language) if part in _COUNTED else unit_symbol(part, language)
        for part in unit.split("/")
    )
