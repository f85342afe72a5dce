"""What can be wrong in a supplier's answer beside its form: code, year, missing parts, figures that cannot be."""

import dataclasses
from collections.abc import Iterator

from pulmu.carbon.precursors import FIRST_YEAR, precursor_value
from pulmu.model import Document, Plant, Problem, PulmuError, Purchase, problem, warning
from pulmu.reference import country, find_good
from pulmu.services._reply_choice import code_digits
from pulmu.services.supplier_answer import SupplierAnswer

HIGHEST, LOWEST = 3.0, 0.1
"""Times the default value beyond which a figure is looked at again: steel of scrap lies far below, none far above."""
_SUM_TOLERANCE = 0.002


def period_of(answer: SupplierAnswer) -> int | None:
    """The production year; None where the period does not lie within one."""
    start, end = answer.period_start, answer.period_end
    if answer.year is not None or start is None or end is None:
        return answer.year
    return start.year if start.year == end.year else None


def check_answer(
    answer: SupplierAnswer, document: Document, plant: Plant, purchase: Purchase, edition: str
) -> Iterator[Problem]:
    """All problems of an answer's meaning, each at the cell it stands in."""
    yield from _check_code(answer, document, purchase)
    yield from _check_period(answer, document, plant)
    yield from _check_origin(answer, document, purchase)
    yield from _check_parts(answer, document, purchase)
    yield from _check_share(answer, document)
    yield from _check_size(answer, document, plant, purchase, edition)


def _check_code(answer: SupplierAnswer, document: Document, purchase: Purchase) -> Iterator[Problem]:
    wanted, given = find_good(purchase.cn_code).cn_code, code_digits(answer.cn_code)
    if not given or given == wanted:
        return
    if wanted.startswith(given):
        yield warning(
            "supplier.heading_only",
            document.place(("cn_code",)),
            f"the reply gives {answer.cn_code}, of which {wanted} is a part",
            "ask whether the figure is that of this good alone",
            given=answer.cn_code,
            cn_code=wanted,
        )
    else:
        yield problem(
            "supplier.cn_code_differs",
            document.place(("cn_code",)),
            f"the reply is for CN code {answer.cn_code}, the purchase has {wanted}",
            "find out which of the two is right; a figure of another good is not used",
            given=answer.cn_code,
            cn_code=wanted,
        )


def _check_period(answer: SupplierAnswer, document: Document, plant: Plant) -> Iterator[Problem]:
    if answer.year is None and (answer.period_start is None or answer.period_end is None):
        missing = "period_end" if answer.period_start is not None else "period_start"
        name = missing if (missing,) in document.places else "year"
        yield problem(
            "supplier.year_missing",
            document.place((name,)),
            "the reply does not say which production year its figure covers",
            "ask the supplier; without it nothing can be taken in",
        )
        return
    start, end = answer.period_start, answer.period_end
    if start is not None and end is not None and end < start:
        yield problem(
            "supplier.period_order",
            document.place(("period_end",)),
            f"the reporting period ends ({end}) before it starts ({start})",
            "ask the supplier to correct it",
            start=start,
            end=end,
        )
        return
    yield from _check_year(answer, document, plant)


def _check_year(answer: SupplierAnswer, document: Document, plant: Plant) -> Iterator[Problem]:
    year = period_of(answer)
    place = document.place(("year",) if answer.year is not None else ("period_start",))
    if year is None:
        yield warning(
            "supplier.several_years",
            place,
            f"the reporting period {answer.period_start} to {answer.period_end} is not one calendar year",
            "ask for the figure of one year; until then it is shown and not used",
            start=answer.period_start,
            end=answer.period_end,
        )
    elif year < FIRST_YEAR:
        yield warning(
            "supplier.before_the_rules",
            place,
            f"the figure is of {year}, from before these rules: it is shown and not used",
            f"ask for the verified figure of {plant.period.year}",
            year=year,
            wanted=plant.period.year,
        )
    elif year != plant.period.year:
        yield warning(
            "supplier.other_year",
            place,
            f"the figure is of {year}, the plant's file of {plant.period.year}",
            "show the verifier that your delivery was made in that year (Art 13), or ask for the other year",
            year=year,
            wanted=plant.period.year,
        )


def _check_origin(answer: SupplierAnswer, document: Document, purchase: Purchase) -> Iterator[Problem]:
    if answer.country and not _same_country(answer.country, purchase.country_of_origin):
        yield warning(
            "supplier.other_country",
            document.place(("country",)),
            f"the installation is in {answer.country!r}, the purchase's country of origin is "
            f"{purchase.country_of_origin!r}",
            "find out where your delivery was made: the figure of another installation does not count for it",
            given=answer.country,
            origin=purchase.country_of_origin,
        )


def _same_country(one: str, other: str) -> bool:
    try:
        return country(one).iso2 == country(other).iso2
    except PulmuError:
        return one.strip().casefold() == other.strip().casefold()


def _check_parts(answer: SupplierAnswer, document: Document, purchase: Purchase) -> Iterator[Problem]:
    if answer.indirect is None and find_good(purchase.cn_code).indirect_counts:
        yield problem(
            "supplier.indirect_missing",
            document.place(("indirect",)),
            "indirect emissions count for this good, and the reply does not give them",
            "ask the supplier; 0 is written where there are none",
        )
    if answer.total is None or answer.indirect is None:
        return
    both = answer.direct.to("t CO2e/t") + answer.indirect.to("t CO2e/t")
    total = answer.total.to("t CO2e/t")
    if abs(both - total) > _SUM_TOLERANCE * max(total, both):
        yield warning(
            "supplier.total_differs",
            document.place(("total",)),
            f"the total {total:.4g} t CO2e/t is not direct and indirect together, {both:.4g}",
            "ask the supplier to calculate and save the file anew; the parts are taken, not the total",
            total=f"{total:.4g}",
            both=f"{both:.4g}",
        )


def _check_share(answer: SupplierAnswer, document: Document) -> Iterator[Problem]:
    share, place = answer.default_share, document.place(("default_share",))
    if share is None:
        return
    if share.to("1") > 1:
        yield problem(
            "supplier.share_above_one",
            place,
            f"a share of default values of {share} is more than the whole",
            "give it in %, or as a number from 0 to 1 with the unit 1",
            text=share,
        )
    elif share.unit == "%" and 0 < share.value <= 1:
        yield warning(
            "supplier.share_looks_like_fraction",
            place,
            f"a share of default values of {share} is very small: perhaps {share.value * 100:g} % is meant",
            "ask the supplier; it does not change the figure",
            text=share,
            meant=f"{share.value * 100:g} %",
        )


def _check_size(
    answer: SupplierAnswer, document: Document, plant: Plant, purchase: Purchase, edition: str
) -> Iterator[Problem]:
    """A figure far from the default value is often one in kg, or of another good."""
    try:
        without = dataclasses.replace(purchase, verified=None)
        default = precursor_value(without, plant.period.year, plant.decisions, edition).direct.value
    except PulmuError:
        return
    counted = answer.direct.to("t CO2e/t")
    if answer.indirect is not None and find_good(purchase.cn_code).indirect_counts:
        counted += answer.indirect.to("t CO2e/t")
    if default > 0 and not LOWEST * default <= counted <= HIGHEST * default:
        yield warning(
            "supplier.implausible",
            document.place(("direct",)),
            f"{counted:.4g} t CO2e/t is {counted / default:.3g} times the default value with mark-up, {default:.4g}",
            "look at its unit (kg or t) and the good; ask the supplier how the metal was made",
            value=f"{counted:.4g}",
            times=f"{counted / default:.3g}",
            default=f"{default:.4g}",
        )
