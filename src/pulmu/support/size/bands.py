"""Measures for SMEs that the law on mid-sized firms opens to some of them (its decree, articles 6 to 9-9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pulmu.support.rules import AllOf, Compare, Decide, Finds, Given, Member, Number, Reached, Setting, Switched, Within
from pulmu.support.size.mid_sized import mid_act, mid_decree


@dataclass(frozen=True, slots=True)
class Band:
    """A measure: how sales are taken, whether it ends some years after grace, and its article."""

    name: str
    place: str
    by: Literal["average", "last_year", "all"] = "average"
    after_grace: bool = False


BANDS = (
    Band("subcontractor", "제6조"),
    Band("e_learning", "제8조", after_grace=True),
    Band("succession", "제9조", "last_year"),
    Band("technology_protection", "제9조의3", after_grace=True),
    Band("workforce", "제9조의4", "all"),
    Band("overseas_sales", "제9조의5", after_grace=True),
    Band("receivables_insurance", "제9조의6"),
    Band("promotion_fund", "제9조의7", "all"),
    Band("business_conversion", "제9조의8"),
    Band("youth_employment", "제9조의9"),
)


def bands(size_class: Decide, average: Number, grace_given: Finds) -> Mapping[str, Finds]:
    """Whether a firm is mid-sized and treated like an SME, for each measure."""
    is_mid = Member(size_class, Setting("mid_sized.labels"), mid_act("제2조제1항"), "size.mid_sized")
    return {f"mid_sized.band.{band.name}": _band(band, is_mid, average, grace_given) for band in BANDS}


def _band(band: Band, is_mid: Finds, average: Number, grace_given: Finds) -> Finds:
    name, source = f"mid_sized.band.{band.name}", mid_decree(band.place)
    parts: tuple[Finds, ...] = (is_mid,)
    if band.by == "all":
        parts = (*parts, Switched(f"{name}_open_to_all", "yes", source))
    else:
        sales = average if band.by == "average" else Given("sales_1_krw", "KRW")
        limit = Setting(f"{name}_{'average' if band.by == 'average' else 'last_year'}_sales_krw")
        parts = (*parts, Compare("mid_sized.band_sales", sales, "<", limit, source, "KRW"))
    if band.after_grace:
        years = Setting(f"{name}_years_after_grace")
        after = (
            grace_given,
            Reached("mid_sized.band_grace_over", "grace_ended_on", source),
            Within("mid_sized.band_not_long", "grace_ended_on", years, False, source),
        )
        parts = (*parts, AllOf("mid_sized.band_after_grace", after, source))
    return AllOf(name, parts, source)
