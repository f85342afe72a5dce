"""Bought precursors as rows of the workbook: which value counts, and the mean over deliveries (Article 14)."""

from dataclasses import dataclass

from tests.differential.drawn import Drawn, DrawnPurchase

MARKUP = {2026: 0.10, 2027: 0.20, 2028: 0.30}
FERTILISER_MARKUP = {2026: 0.01, 2027: 0.01, 2028: 0.01}
FERTILISERS = ("Ammonia", "Nitric acid", "Urea", "Mixed fertilisers")


@dataclass(frozen=True)
class Row:
    """A bought precursor in the workbook: a delivery, or the mean of several that a process takes (Article 14).

    Parameters
    ----------
    added : What the law adds to the typed direct value, or takes from it.
    indirect_counted : The part of the typed indirect value that follows the precursor into its users.
    indirect_exempt : The part that is of exempt origin.
    default_part : The part of the direct value, by law, that rests on default values.
    """

    name: str
    category: str
    country: str
    bought: float
    used: dict[str, float]
    direct: float
    by_default: bool
    indirect: float
    electricity: float
    electricity_factor: float
    added: float
    indirect_counted: float
    indirect_exempt: float
    default_part: float


def rows(drawn: Drawn) -> list[Row]:
    """One row a delivery where a code has one; else one a process that uses the code, with its mean."""
    found: list[Row] = []
    for code in dict.fromkeys(item.cn_code for item in drawn.purchases):
        deliveries = [item for item in drawn.purchases if item.cn_code == code]
        if len(deliveries) == 1:
            found.append(_row(drawn, deliveries, _used(deliveries[0]), deliveries[0].id))
            continue
        for process in dict.fromkeys(name for item in deliveries for name in item.users):
            mass = sum(_used(item)[process] for item in deliveries if process in item.users)
            counted = _counted(deliveries, process)
            found.append(_row(drawn, counted, {process: mass}, f"{code} in {process}"))
    return found


def _used(purchase: DrawnPurchase) -> dict[str, float]:
    known = sum(amount for amount in purchase.users.values() if amount is not None)
    return {name: purchase.received - known if amount is None else amount for name, amount in purchase.users.items()}


def _counted(deliveries: list[DrawnPurchase], process: str) -> list[DrawnPurchase]:
    """Article 14(3) where all that the process used is proven; (1) of one supplier and several years all; else (2)
    all received but what went elsewhere."""
    used = [item for item in deliveries if process in item.users]
    if all(item.proven_use for item in used):
        return used
    if counts_over_years(deliveries):
        return deliveries
    return [item for item in deliveries if process in item.users or not item.proven_use]


def counts_over_years(deliveries: list[DrawnPurchase]) -> bool:
    """Whether all deliveries of a code are of one supplier and made in different years."""
    makers = {(item.supplier, item.country) for item in deliveries}
    return len(makers) == 1 and bool(deliveries[0].supplier) and len({item.made for item in deliveries}) > 1


def _row(drawn: Drawn, deliveries: list[DrawnPurchase], used: dict[str, float], name: str) -> Row:
    first = deliveries[0]
    weights = [item.received for item in deliveries]

    def mean(values: list[float]) -> float:
        # One delivery stands for itself: its numbers are typed as they were drawn.
        if len(values) == 1:
            return values[0]
        return sum(weight * value for weight, value in zip(weights, values, strict=True)) / sum(weights)

    typed = [_per_tonne(item, item.direct) if _own_value(item) else item.default or 0.0 for item in deliveries]
    indirect = [
        _per_tonne(item, item.electricity) * item.electricity_factor if _own_value(item) else 0.0 for item in deliveries
    ]
    added = [_added(drawn, item) for item in deliveries]
    counted = [0.0 if item.annex_ii or item.exempt else value for item, value in zip(deliveries, indirect, strict=True)]
    defaults = [
        0.0 if _own_value(item) else value + more for item, value, more in zip(deliveries, typed, added, strict=True)
    ]
    alone = len(deliveries) == 1 and _own_value(first)
    return Row(
        name=name,
        category=first.category,
        country=first.country,
        bought=sum(used.values()) if len(deliveries) > 1 else first.received,
        used=used,
        direct=mean(typed),
        by_default=not any(_own_value(item) for item in deliveries),
        indirect=mean(indirect),
        electricity=_per_tonne(first, first.electricity) if alone else float(any(indirect)),
        electricity_factor=first.electricity_factor if alone else mean(indirect),
        added=mean(added),
        indirect_counted=mean(counted),
        indirect_exempt=mean([v if item.exempt else 0.0 for item, v in zip(deliveries, indirect, strict=True)]),
        default_part=mean(defaults),
    )


def _own_value(purchase: DrawnPurchase) -> bool:
    """Whether the supplier's own value is typed: verified, or of an origin where Pulmu needs none."""
    return purchase.country != "unknown" and (purchase.verified or purchase.exempt)


def _added(drawn: Drawn, purchase: DrawnPurchase) -> float:
    """Mark-up of a default value; the whole value less for an exempt origin, which counts zero."""
    if purchase.exempt:
        return -_per_tonne(purchase, purchase.direct)
    if _own_value(purchase) or not drawn.has_markup:
        return 0.0
    # Of the year of the good that is made of it, unless it was made before and that is shown (Article 13).
    year = purchase.made if purchase.made is not None and purchase.made_proven else drawn.year
    rates = FERTILISER_MARKUP if purchase.category in FERTILISERS else MARKUP
    return rates[min(year, 2028)] * (purchase.default or 0.0)


def _per_tonne(purchase: DrawnPurchase, value: float) -> float:
    return value if purchase.content is None else value * purchase.content
