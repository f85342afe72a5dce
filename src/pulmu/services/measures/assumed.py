"""What the numbers of an answer rest on that nobody measured, each with its source and how sure that is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pulmu.model import Source
from pulmu.reference.table import load_table
from pulmu.services.measures.answer import MeasuresAnswer


@dataclass(frozen=True, slots=True)
class Assumption:
    """One of them.

    Parameters
    ----------
    key : Its words, which are filled with `values`.
    source : None where the firm told it, or where it is a choice of the computation.
    """

    key: str
    values: dict[str, str] = field(default_factory=dict)
    source: Source | None = None


def assumptions_of(answer: MeasuresAnswer) -> tuple[Assumption, ...]:
    """Everything a reader has to know before they rely on it."""
    return (*_told(answer), *_chosen(answer), *_of_law(answer))


def _told(answer: MeasuresAnswer) -> Iterator[Assumption]:
    prices = {use.carrier: (use.price, use.unit) for use in answer.uses if use.kind != "charge"}
    names = {use.carrier: use.name or use.carrier for use in answer.uses}
    power = {use.carrier for use in answer.uses if use.kind == "electricity"}
    net = {use.carrier for use in answer.uses if use.kind == "precursor"}
    for carrier, (price, unit) in prices.items():
        key = "price_net" if carrier in net else "price_power" if carrier in power else "price"
        yield Assumption(
            key, {"name": names[carrier], "won": f"{price:,.6g}" if price < 1e5 else f"{price:,.0f}", "unit": unit}
        )
    for rate in answer.rates:
        said = {"currency": rate.currency, "won": f"{rate.krw:,.0f}", "day": rate.day.isoformat()}
        yield Assumption("rate" if rate.is_assumed else "rate_told", said, rate.source if rate.is_assumed else None)


def _chosen(answer: MeasuresAnswer) -> Iterator[Assumption]:
    lives = sorted({item.sized.life for item in answer.measures if item.sized.life_is_assumed})
    if lives:
        yield Assumption("life", {"years": f"{lives[0]}"})
    yield Assumption("discount", {"percent": f"{answer.discount * 100:g}"})
    yield Assumption("years", {"years": str(answer.years), "first": str(answer.first_year)})
    yield Assumption("draws", {"draws": f"{answer.draws:,}", "seed": str(answer.seed)})
    if any(item.sized.capital_basis == "payback" for item in answer.measures):
        yield Assumption("by_payback")
    yield Assumption("production")


def _of_law(answer: MeasuresAnswer) -> Iterator[Assumption]:
    rows = answer.certificate_years
    if not any(item.certificates for item in rows):
        return
    yield Assumption("share", {}, load_table("phase_in").source(""))
    yield Assumption("correction", {}, load_table("cscf").source(""))
    if any(item.basis == "benchmarks_kept" for item in rows):
        first = next(item.year for item in rows if item.basis == "benchmarks_kept")
        yield Assumption("benchmarks_kept", {"year": str(first - 1)})
    if any(item.basis == "told" for item in rows):
        yield Assumption("share_told")
    if rows[0].price_basis == "told":
        yield Assumption("certificate_price_told")
    else:
        said = {"eur": f"{rows[0].price_eur:.2f}", "quarter": rows[0].price_basis}
        yield Assumption("certificate_price", said, load_table("certificate_prices").source(rows[0].price_basis))
    yield Assumption("importer")
