"""Certificates that programmes ask for: venture, start-up, and what is known of Innobiz and Mainbiz.

Whether a firm meets the conditions; that it holds the certificate is a fact of its own.
"""

from collections.abc import Mapping

from pulmu.model.source import Source
from pulmu.support.rules import AllOf, AnyOf, Compare, Finds, Flag, Given, Not, Number, Pick, Setting, Times, Within
from pulmu.support.size.sme import SmeRules


def _venture(place: str) -> Source:
    return Source("벤처기업법 시행령", place, "2026", "read")


def certificates(sme: SmeRules) -> Mapping[str, Finds]:
    """Conditions of each certificate, as far as they were read."""
    is_sme = AllOf("certificate.sme", (sme.in_scope, sme.is_sme))
    source = _venture("제2조의3")
    venture = (
        is_sme,
        Not("venture.industry", Flag("venture_excluded_industry"), _venture("별표 1")),
        AnyOf("venture.kind", (_invested(source), _researching(source), _promising(source)), source),
    )
    young = Within(
        "startup.age", "founded_on", Setting("startup.years"), False, Source("중소기업창업 지원법", "제2조", "", "read")
    )
    return {
        "certificate.venture": AllOf("certificate.venture", venture, Source("벤처기업법", "제2조의2", "2026", "read")),
        "certificate.startup": AllOf("certificate.startup", (is_sme, young)),
        **{f"certificate.{name}": _selected(name, place, is_sme) for name, place in _SELECTED},
    }


_SELECTED = (("innobiz", "제15조"), ("mainbiz", "제15조의3"))


def _selected(name: str, place: str, is_sme: Finds) -> Finds:
    """Selected by a score and an age that stand in notices, which were not read: unknown until they are."""
    source = Source("중소기업 기술혁신 촉진법", place, "2026", "read")
    score = Compare(f"{name}.score", Given(f"{name}_score", "points"), ">=", Setting(f"{name}.score_least"), source,
                    "points")  # fmt: skip
    young = Within(f"{name}.too_young", "founded_on", Setting(f"{name}.age_least_years"), False, source)
    old_enough = Not(f"{name}.age", young)
    return AllOf(f"certificate.{name}", (is_sme, score, old_enough), source)


def _at_least(name: str, left: Number, right: Number, source: Source, unit: str) -> Finds:
    return Compare(name, left, ">=", right, source, unit)


def _invested(source: Source) -> Finds:
    share = Pick(
        "venture.least_share",
        ((Flag("content_producer"), Setting("venture.investment_share_content")),),
        Setting("venture.investment_share"),
        "share",
    )
    parts = (
        _at_least("venture.investment", Given("venture_investment_krw", "KRW"), Setting("venture.investment_krw"),
                  source, "KRW"),
        _at_least("venture.investment_part", Given("venture_investment_share", "share"), share, source, "share"),
    )  # fmt: skip
    return AllOf("venture.by_investment", parts, source)


def _researching(source: Source) -> Finds:
    spent = Given("rnd_krw", "KRW")
    of_sales = Times("venture.least_research", Given("sales_1_krw", "KRW"), Setting("venture.rnd_share"), "KRW")
    early = Within("venture.first_years", "founded_on", Setting("venture.rnd_share_waived_years"), False, source)
    parts = (
        Flag("research_unit_recognised"),
        _at_least("venture.research", spent, Setting("venture.rnd_krw"), source, "KRW"),
        AnyOf("venture.research_part", (early, _at_least("venture.research_of_sales", spent, of_sales, source, "KRW"))),
        Flag("venture_growth_good"),
    )
    return AllOf("venture.by_research", parts, source)


def _promising(source: Source) -> Finds:
    return AllOf("venture.by_technology", (Flag("venture_technology_good"), Flag("venture_growth_good")), source)
