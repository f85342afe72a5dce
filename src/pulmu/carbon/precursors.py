"""Bought precursors: which value each delivery counts with, and the mean over deliveries of one CN code."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pulmu.carbon.certificates import default_free_allocation
from pulmu.carbon.functional import content_share, specific_emissions_per_tonne
from pulmu.carbon.law import cbam_regulation, method_regulation
from pulmu.carbon.product import default_value_with_markup, mean_by_mass
from pulmu.carbon.quote import quoted
from pulmu.model import (
    Decisions,
    Figure,
    Problem,
    PulmuError,
    Purchase,
    Quantity,
    Source,
    VerifiedValue,
    fact,
    warning,
)
from pulmu.reference import (
    DefaultValue,
    Good,
    benchmark_column_b,
    country,
    cross_sectoral_correction_factor,
    default_value,
    find_good,
    free_allocation_share,
    markup,
    unknown_origin_value,
)

Basis = Literal["verified_actual", "default", "unknown_origin", "exempt_origin"]
_SEE = "specific embedded emissions"
FIRST_YEAR = 2026


@dataclass(frozen=True, slots=True)
class PrecursorValue:
    """What one tonne of a precursor carries. All in t CO2e/t.

    Parameters
    ----------
    direct : Direct embedded emissions; of a default value its total, where the good counts direct emissions only.
    indirect_counted : Indirect emissions that the law counts, following the precursor (M2547 Annex I 3.1).
    by_default : The part of direct and counted indirect that rests on default values.
    free_allocation : Specific embedded free allocation; None with `why_no_allocation` where it cannot be told.
    """

    basis: Basis
    direct: Figure
    indirect_counted: Figure
    by_default: Figure
    free_allocation: Figure | None
    why_no_allocation: tuple[Problem, ...] = ()


def usable_verified_value(purchase: Purchase) -> bool:
    """Whether a supplier's actual value may be used: verified, with its report, and not from before the period."""
    verified = purchase.verified
    return (
        verified is not None
        and bool(verified.verification_report)
        and (verified.year is None or verified.year >= FIRST_YEAR)
    )


def precursor_year(purchase: Purchase, year: int) -> int:
    """The period whose value a delivery counts with: that of the good made of it, unless another is shown (Art 13).

    Never before 2026 (recital 25), and never after the year of the good.
    """
    made = purchase.production_year
    shown = made is not None and bool(purchase.production_year_evidence) and FIRST_YEAR <= made <= year
    return made if shown and made is not None else year


def is_unknown_origin(text: str) -> bool:
    """Whether a country of origin is stated as not identifiable."""
    return text.strip().lower() in ("unknown", "not identifiable", "미상", "확인 불가")


def precursor_basis(purchase: Purchase) -> Basis:
    """What a delivery's value rests on: zero by origin, verified actual, default of the country, or the maximum."""
    if is_unknown_origin(purchase.country_of_origin):
        return "unknown_origin"
    if country(purchase.country_of_origin).exempt:
        return "exempt_origin"
    return "verified_actual" if usable_verified_value(purchase) else "default"


def precursor_value(purchase: Purchase, year: int, decisions: Decisions, edition: str) -> PrecursorValue:
    """The value a delivery counts with, by its basis.

    Raises
    ------
    RuleError  No default value for the code (`carbon.no_default_value`).
    """
    good, basis, year = find_good(purchase.cn_code), precursor_basis(purchase), precursor_year(purchase, year)
    if basis == "unknown_origin":
        line = unknown_origin_value(purchase.cn_code, edition, purchase.variant or None)
        return _by_default(purchase, good, line, basis, year, decisions)
    iso2 = country(purchase.country_of_origin).iso2
    if basis == "exempt_origin":
        return _exempt(purchase, iso2, year, decisions, edition)
    if basis == "verified_actual":
        return _verified(purchase, good, iso2, year, edition)
    line = default_value(purchase.cn_code, iso2, edition, purchase.variant or None)
    return _by_default(purchase, good, line, basis, year, decisions)


def _by_default(
    purchase: Purchase, good: Good, line: DefaultValue, basis: Basis, year: int, decisions: Decisions
) -> PrecursorValue:
    because = (
        "no verified data: default value" if basis == "default" else "origin not identifiable: highest default value"
    )
    published = Figure(line.total, line.unit, "default value", line.source, because, subject=_name(purchase))
    total = published
    if decisions.markup_on_precursor_defaults:
        rate = quoted(
            markup(good.sector, year), "mark-up", good.sector, "open point 3: added to precursor defaults too"
        )
        total = default_value_with_markup.figure(default_value=published, markup=rate).of(_name(purchase))
    # The total counts (recital 10 of 2026/1740); the printed direct and indirect parts are for information only.
    zero = _zero(purchase, "the default value's total counts as one", line.source)
    allocation, why = _attempt(lambda: _allocation_by_default(purchase, line.routes, year))
    return PrecursorValue(basis, total, zero, total, allocation, why)


def _verified(purchase: Purchase, good: Good, iso2: str, year: int, edition: str) -> PrecursorValue:
    verified = purchase.verified
    assert verified is not None  # noqa: S101 - usable_verified_value has looked
    because = f"verified actual value, report {verified.verification_report}"
    direct_value, indirect_value = verified_parts(verified, good)
    direct = per_tonne(purchase, fact(direct_value, f"direct {_SEE}", _name(purchase), "t CO2e/t", because))
    counted = _zero(purchase, "indirect emissions do not count for this good", cbam_regulation("Annex II"))
    if indirect_value is not None:
        indirect = fact(indirect_value, f"indirect {_SEE}", _name(purchase), "t CO2e/t", because)
        counted = per_tonne(purchase, indirect)
    allocation, why = _verified_allocation(purchase, iso2, year, edition)
    no_default = _zero(purchase, "verified actual value", method_regulation("Annex II E(3)", "extract"))
    return PrecursorValue("verified_actual", direct, counted, no_default, allocation, why)


def verified_parts(verified: VerifiedValue, good: Good) -> tuple[Quantity, Quantity | None]:
    """Direct emissions of a verified value, and indirect where they count for the good (M2547 Annex I 3.1)."""
    return verified.direct, verified.indirect if good.indirect_counts else None


def purchase_content(purchase: Purchase) -> float | None:
    """Share by which a verified value per functional unit becomes one per tonne; None where it is per tonne."""
    if purchase.verified is None or purchase.verified.per == "tonne":
        return None
    return content_share(find_good(purchase.cn_code), purchase.clinker_content, purchase.nitrogen_content)


def per_tonne(purchase: Purchase, figure: Figure) -> Figure:
    """A value per functional unit as one per tonne; one per tonne stays as it is."""
    share = purchase_content(purchase)
    if share is None:
        return figure
    given = Source("given", f"purchases, {purchase.id}")
    content = Figure(share, "1", "content of the functional unit", given, subject=_name(purchase))
    return specific_emissions_per_tonne.figure(per_functional_unit=figure, content=content).of(_name(purchase))


def _verified_allocation(
    purchase: Purchase, iso2: str, year: int, edition: str
) -> tuple[Figure | None, tuple[Problem, ...]]:
    verified = purchase.verified
    if verified is not None and verified.free_allocation is not None:
        given = fact(verified.free_allocation, "specific embedded free allocation", _name(purchase), "t CO2e/t",
                     "given by the producer")  # fmt: skip
        return given, ()

    def by_default() -> Figure:
        line = default_value(purchase.cn_code, iso2, edition, purchase.variant or None)
        return _allocation_by_default(purchase, line.routes, year)

    return _attempt(by_default)


def _exempt(purchase: Purchase, iso2: str, year: int, decisions: Decisions, edition: str) -> PrecursorValue:
    law = method_regulation("Annex III B (origin listed in Regulation (EU) 2023/956, Annex III)", "extract")
    zero = _zero(purchase, f"origin {iso2}: embedded emissions count zero", law)
    if decisions.exempt_origin_free_allocation == "zero":
        no_allocation = _zero(purchase, "decision: no free allocation of exempt origin (open point 4)", law)
        return PrecursorValue("exempt_origin", zero, zero, zero, no_allocation)
    if decisions.exempt_origin_free_allocation == "column_b":
        # No default value names a route for an exempt origin: the line of unknown origin does.
        def of_other() -> Figure:
            line = unknown_origin_value(purchase.cn_code, edition, purchase.variant or None)
            return _allocation_by_default(purchase, line.routes, year)

        allocation, why = _attempt(of_other)
        return PrecursorValue("exempt_origin", zero, zero, zero, allocation, why)
    undecided = warning(
        "carbon.exempt_origin_undecided",
        purchase.id,
        f"precursor {_name(purchase)} is of exempt origin, and the law does not say what free allocation it carries",
        "set decisions.exempt_origin_free_allocation to zero or column_b; until then no certificates are computed",
        precursor=_name(purchase),
    )
    return PrecursorValue("exempt_origin", zero, zero, zero, None, (undecided,))


def _allocation_by_default(purchase: Purchase, routes: tuple[str, ...], year: int) -> Figure:
    line = benchmark_column_b(purchase.cn_code, routes, year)
    benchmark = Figure(line.column_b_default, line.unit, "benchmark column B", line.source,
                       f"route {line.route}" if line.route else "", subject=_name(purchase))  # fmt: skip
    return default_free_allocation.figure(**allocation_factors(year), benchmark_column_b=benchmark).of(_name(purchase))


def allocation_factors(year: int) -> dict[str, Figure]:
    """Free-allocation share and cross-sectoral correction factor of a year, by the names formulas give them."""
    return {
        "free_allocation_share": quoted(free_allocation_share(year), "free allocation share"),
        "cross_sectoral_correction_factor": quoted(
            cross_sectoral_correction_factor(year), "cross-sectoral correction factor"
        ),
    }


def mean_of(purchases: Sequence[tuple[Purchase, PrecursorValue]], reason: str) -> PrecursorValue:
    """Mean over deliveries of one CN code by mass received, part by part; one delivery stands for itself."""
    if len(purchases) == 1:
        return purchases[0][1]
    masses = [fact(purchase.received, "mass received", _name(purchase), "t") for purchase, _ in purchases]
    values = [value for _, value in purchases]
    subject = f"CN {purchases[0][0].cn_code}"

    def mean(part: Callable[[PrecursorValue], Figure | None]) -> Figure | None:
        figures = [figure for figure in map(part, values) if figure is not None]
        if len(figures) < len(values):
            return None
        return mean_by_mass.figure(masses=masses, values=figures).of(subject, reason)

    first = values[0]
    missing = tuple(item for value in values for item in value.why_no_allocation)
    return replace(
        first,
        direct=mean(lambda value: value.direct) or first.direct,
        indirect_counted=mean(lambda value: value.indirect_counted) or first.indirect_counted,
        by_default=mean(lambda value: value.by_default) or first.by_default,
        free_allocation=mean(lambda value: value.free_allocation),
        why_no_allocation=missing,
    )


def _attempt(find: Callable[[], Figure]) -> tuple[Figure | None, tuple[Problem, ...]]:
    """A figure, or the reason why there is none: free allocation may be missing where embedded emissions are not."""
    try:
        return find(), ()
    except PulmuError as error:
        return None, error.problems


def _zero(purchase: Purchase, because: str, source: Source) -> Figure:
    return Figure(0.0, "t CO2e/t", _SEE, source, because, subject=_name(purchase))


def _name(purchase: Purchase) -> str:
    return purchase.name or purchase.id
