"""What requests and answers about reforms hold."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel

from pulmu.api.bodies import Body, Short
from pulmu.model import encode
from pulmu.services.populations import ListedPopulation, problems_of_population
from pulmu.services.reforms.changes import Changed
from pulmu.services.reforms.effects import KeptEffect, ListedEffect
from pulmu.services.reforms.shelf import ShelvedReform


class ComparisonBody(Body):
    """What a reform is compared on."""

    population: Short
    day: date
    cliffs: bool = False


class PopulationView(BaseModel):
    """A population of the place, each firm of it one for `one_in` of the nation. One with problems cannot be used."""

    name: str
    kind: Literal["synthetic", "register"] | None
    firms: int | None
    one_in: int | None
    seed: int | None
    as_of: date | None
    sha256: str
    problems: list[str]

    @classmethod
    def of(cls, listed: ListedPopulation) -> "PopulationView":
        """What is shown of one: not where it lies."""
        same = ("kind", "firms", "one_in", "seed", "as_of")
        return cls(
            name=listed.name, sha256=listed.sha256, problems=[item.code for item in problems_of_population(listed)],
            **{name: getattr(listed.manifest, name, None) for name in same},
        )  # fmt: skip


class ReformView(BaseModel):
    """A reform in a list; version 0 comes with Pulmu, and one that does not count has to be mended first."""

    id: str
    name_ko: str
    name_en: str
    status: Literal["in_force", "draft", "proposal"] | None
    origin: Literal["packaged", "own"]
    version: int
    counts: bool

    @classmethod
    def of(cls, found: ShelvedReform) -> "ReformView":
        """What is shown in a list."""
        reform = found.reform
        return cls(
            id=found.id, name_ko=reform.name_ko if reform else "", name_en=reform.name_en if reform else "",
            status=reform.status if reform else None, origin=found.origin, version=found.number, counts=found.counts,
        )  # fmt: skip


class ChangeView(BaseModel):
    """A parameter before and after on a day; None: not known."""

    parameter: str
    unit: str
    before: Any
    after: Any

    @classmethod
    def of(cls, changed: Changed) -> "ChangeView":
        """Sets as sorted lists; of a table the rows that differ."""
        if changed.rows:
            before: Any = {row.key: row.before for row in changed.rows}
            after: Any = {row.key: row.after for row in changed.rows}
        else:
            before, after = _plain(changed.before), _plain(changed.after)
        return cls(parameter=changed.parameter, unit=changed.unit, before=before, after=after)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


class ReformContent(ReformView):
    """A reform as it stands: its tree, what it changes today, and everything that is wrong with it."""

    tree: dict[str, Any] | list[Any] | str | int | float | bool | None
    changes: list[ChangeView]
    problems: list[dict[str, Any]]


class EffectView(BaseModel):
    """An answer that is kept."""

    number: int
    at: datetime
    author: str
    population: str
    day: date

    @classmethod
    def of(cls, listed: ListedEffect) -> "EffectView":
        """What is shown in a list."""
        return cls(**{name: getattr(listed, name) for name in ("number", "at", "author", "population", "day")})


class EffectContent(EffectView):
    """What a reform was computed to do, and everything that rests on: the question, the reform, the population.

    Counts are those of the population; a number that is None is not shown, for it would tell of single firms.
    """

    question: dict[str, Any]
    reform: dict[str, Any]
    of_population: dict[str, Any]
    effect: dict[str, Any]

    @classmethod
    def of_kept(cls, kept: KeptEffect) -> "EffectContent":
        """All of it."""
        asked = kept.question
        return cls(
            number=kept.version.number, at=kept.version.at, author=kept.version.author, population=asked.population,
            day=date.fromisoformat(asked.day), question=encode(asked, full=True), reform=kept.reform,
            of_population=kept.population, effect=encode(kept.effect, full=True),
        )  # fmt: skip
