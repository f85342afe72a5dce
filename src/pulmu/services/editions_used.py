"""Which dated tables a report rests on, and how the open points of the law were set."""

from collections.abc import Iterable

from pulmu.carbon.factors import has_least_factor
from pulmu.carbon.outsourced import takes_column_a
from pulmu.model import Figure, Plant
from pulmu.model.figure import walk
from pulmu.reference import TableMeta, load_table, national_acts
from pulmu.services.report import Choice, EditionUsed

_ALWAYS = ("goods", "headings", "countries", "sectors", "supplementary_units")
_BY_EDITION = ("default_values", "annex_iv_unknown_origin")
_CITED = (
    *_BY_EDITION,
    "benchmarks", "fuels", "korea", "markup", "phase_in", "cscf", "certificate_prices", "parameters",
    "reference_efficiencies",
)  # fmt: skip


def editions_used(roots: Iterable[Figure], edition: str) -> tuple[EditionUsed, ...]:
    """Every table cited by a leaf of the figures, and those every plant is read by."""
    cited = {(item.source.act, item.source.place) for item in walk(roots) if not item.inputs}
    used = [name for name in _CITED if _is_cited(name, edition, cited)]
    return tuple(_edition(name, edition) for name in (*_ALWAYS, *used))


def _edition(name: str, edition: str) -> EditionUsed:
    meta = _table_meta(name, edition)
    return EditionUsed(name, meta.title, meta.act, meta.place, meta.edition, meta.status, meta.confidence,
                       meta.valid_from.isoformat(), meta.sha256)  # fmt: skip


def _table_meta(name: str, edition: str) -> TableMeta:
    return load_table(name, edition if name in _BY_EDITION else None).meta


def _is_cited(name: str, edition: str, cited: set[tuple[str, str]]) -> bool:
    if name == "korea":
        national = national_acts("KR")
        return any(act in national for act, _ in cited)
    meta = _table_meta(name, edition)
    return any(act == meta.act and (not meta.place or place.startswith(meta.place)) for act, place in cited)


def _readings(plant: Plant) -> tuple[Choice, ...]:
    """How uncertain words of the law were read, where a figure of the plant rests on the reading."""
    found = []
    if any(has_least_factor(stream) for stream in plant.source_streams):
        found.append(
            Choice(
                "clinker_minimum",
                "lower bound",
                "The 0.525 t CO2/t of clinker and of kiln dust is read as the least that counts: an own factor below it"
                " gives way to it, one above it counts. Whether the act means that, or a value to use, is not settled.",
            )
        )
    if any(takes_column_a(step) for step in plant.outsourced_steps):
        found.append(
            Choice(
                "outsourced_step_allocation",
                "column A",
                "The free allocation of a verified step done elsewhere is column A of what comes back, by the letter of"
                " Eq 2 to 4; whether a step that is only part of the benchmarked process has all of it is not settled.",
            )
        )
    return tuple(found)


def choices(plant: Plant) -> tuple[Choice, ...]:
    """The switches of the plant, in words."""
    decisions = plant.decisions
    return (
        *_readings(plant),
        Choice(
            "markup_on_precursor_defaults",
            "yes" if decisions.markup_on_precursor_defaults else "no",
            "Whether default values of precursors inside an actual figure carry the mark-up is not settled "
            "(open point 3); included unless switched off.",
        ),
        Choice(
            "exempt_origin_free_allocation",
            decisions.exempt_origin_free_allocation,
            "The free allocation of precursors of EU or exempt origin is not settled (open point 4).",
        ),
        Choice(
            "cement_values_per",
            decisions.cement_values_per,
            "Default values and benchmarks of cement may be per tonne of cement or per tonne of the clinker in it; "
            "undecided: no certificates for cement.",
        ),
        Choice(
            "floor_per_good",
            "yes",
            "Whether a good whose free allocation exceeds its emissions may offset another is not settled "
            "(open point 5); certificates are floored at zero good by good.",
        ),
        Choice(
            "rounding",
            "none",
            "The rounding of certificates and embedded emissions is not settled (open point 9); none is made.",
        ),
        Choice(
            "share_of_default_values",
            "of the total figure",
            "The denominator of the share of default values is not defined (open point 8).",
        ),
    )
