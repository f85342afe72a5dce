"""Goods of a plant beside a plan: the CBAM figure, certificates and footprint of a tonne, before and with it."""

from collections.abc import Iterator

from pulmu.locale import Language, text
from pulmu.services.schedules.answer import ScheduleAnswer
from pulmu.services.schedules.figures import GoodFigures, PlanFigures
from pulmu.services.schedules.part import Grid, Part, Said

Row = tuple[str, ...]


def figures_part(answer: ScheduleAnswer, language: Language) -> Part:
    """Three rows for each good, apart; or that no plant was named."""
    words = _Words(language)
    told = answer.figures
    if told is None:
        none = (Said(words.say("none")),)
        return Part(name="figures", heading=words.say("heading"), told=none, is_told=False)
    return Part(
        name="figures", heading=words.say("heading"),
        title=words.say("title", plant=told.plant, edition=told.edition),
        told=(words.goods(told), *words.notes(told)),
    )  # fmt: skip


class _Words:
    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, key: str, **values: object) -> str:
        return text(f"plan_of_jobs.figures.{key}", self.language, **values)

    def goods(self, told: PlanFigures) -> Grid:
        """Each good, and what it carries."""
        heads = tuple(self.say(key) for key in ("good", "carries", "before", "after", "change"))
        return Grid(heads, tuple(row for good in told.goods for row in self._good(good)), left=2)

    def _good(self, item: GoodFigures) -> Iterator[Row]:
        name = (item.name_local if self.language == "ko" else item.name) or item.good
        for key, before, after in (
            ("embedded", item.embedded, item.embedded_after),
            ("certificates", item.certificates, item.certificates_after),
            ("footprint", item.footprint, item.footprint_after),
        ):
            yield name, self.say(key), _value(before), _value(after), _change(before, after)

    def notes(self, told: PlanFigures) -> Iterator[Said]:
        """What the plan uses, and what is in no figure."""
        parts = [self.say("electricity", kwh=f"{told.electricity_kwh:+,.0f}")]
        parts += [f"{name} {amount:+,.1f} {unit}" for name, amount, unit in told.fuels]
        yield Said(self.say("moved", what=", ".join(parts)))
        if told.untold:
            yield Said(self.say("untold", machines=", ".join(told.untold)))
        if not told.tells_fuel:
            yield Said(self.say("no_fuel"))


def _value(value: float | None) -> str:
    return "–" if value is None else f"{value:.5f}"


def _change(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return "–"
    return "0" if after == before else f"{after - before:+.6f}"
