"""What requests and answers about plans of measures hold."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from pulmu.api.bodies import Body
from pulmu.model import InputError, encode
from pulmu.services.measures.kept import KeptPlan, ListedPlan
from pulmu.services.measures.pay import Backing
from pulmu.services.measures.told import Told

Name = Annotated[str, Field(max_length=120)]
Said = Annotated[str, Field(max_length=60)]
Texts = Annotated[dict[Name, Said], Field(max_length=80)]
Numbers = Annotated[dict[Name, float], Field(max_length=80)]


class MeasuresBody(Body):
    """What is told besides the plant; names and units are those of `pulmu measures`."""

    prices: Numbers | None = Field(
        None, description="won per unit of electricity and of each fuel; precursors: all or none"
    )
    facts: Texts | None = Field(None, description="what is known of the plant, such as compressors: 1,200 MWh")
    savings: Texts | None = Field(
        None, description="own share of saving of a measure: 0.1..0.2; measure@furnace for one furnace"
    )
    quotes: Texts | None = Field(None, description="investment of a measure by an offer: 1.8e8..2.4e8")
    certificate_prices: Numbers | None = Field(None, description="EUR by year, of a scenario of yours")
    free_allocation: Numbers | None = Field(None, description="share kept by year, of a draft law")
    budget: tuple[float, ...] | None = Field(None, max_length=20, description="most to spend, year by year")
    years: int = Field(9, ge=1, le=20)
    discount: float = Field(0.05, ge=0, le=1)
    life: int = Field(10, ge=1, le=50)
    usd: float | None = Field(None, ge=1, le=1e6, description="won for a dollar; else an assumption")
    eur: float | None = Field(None, ge=1, le=1e6, description="won for a euro; else an assumption")
    draws: int = Field(2_000, ge=10, le=10_000)
    seed: int = Field(1, ge=0, le=2**31)

    def told(self) -> Told:
        """The same, inside."""
        return Told(
            prices=_pairs(self.prices), facts=_pairs(self.facts), savings=_pairs(self.savings),
            quotes=_pairs(self.quotes), certificate_prices=_pairs(self.certificate_prices),
            free_allocation=_pairs(self.free_allocation),
            budget="" if self.budget is None else "; ".join(map(repr, self.budget)), years=self.years,
            discount=self.discount, life=self.life, dollar=self.usd, euro=self.eur, draws=self.draws, seed=self.seed,
        )  # fmt: skip


_FIELDS = {
    "--price": "prices", "--used": "facts", "--saving": "savings", "--quote": "quotes", "--budget": "budget",
    "--certificate-price": "certificate_prices", "--free-allocation": "free_allocation",
}  # fmt: skip


def in_fields(error: InputError) -> InputError:
    """The same problems, at the fields of a body in place of the options of the command."""
    return InputError(*(replace(item, place=_field(item.place)) for item in error.problems))


def _field(place: str) -> str:
    option, _, name = place.partition(" ")
    return ".".join(filter(None, (_FIELDS.get(option, option), name))) if option in _FIELDS else place


def _pairs(given: Mapping[str, object] | None) -> tuple[str, ...]:
    return tuple(f"{name}={value}" for name, value in (given or {}).items())


class MeasurePlanView(BaseModel):
    """A plan that was computed: of which version of the plant; of the best plan its measures, investment and present
    value in won, where a budget was named."""

    plant: str
    number: int
    at: datetime
    author: str
    version: int
    count: int
    capital: float | None
    value: float | None

    @classmethod
    def of(cls, listed: ListedPlan) -> "MeasurePlanView":
        """What is shown in a list."""
        return cls(**{name: getattr(listed, name) for name in cls.model_fields})


class MeasurePlanContent(MeasurePlanView):
    """All of it: what was told, and measures, plans, certificates as `pulmu measures --json` tells them; programmes and
    suppliers as they are today, `null` for who may not see the firm."""

    name: str
    told: dict[str, Any]
    measures: dict[str, Any]
    backing: list[dict[str, Any]] | None
    problems: list[dict[str, Any]]

    @classmethod
    def of_kept(
        cls, kept: KeptPlan, backings: Sequence[Backing] | None, problems: list[dict[str, Any]]
    ) -> "MeasurePlanContent":
        """All of it."""
        same = {name: getattr(kept.listed, name) for name in MeasurePlanView.model_fields}
        return cls(
            **same, name=kept.name, told=encode(kept.told, full=True), measures=encode(kept.answer, full=True),
            backing=None if backings is None else encode(tuple(backings), full=True), problems=problems,
        )  # fmt: skip
