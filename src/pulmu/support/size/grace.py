"""Grace: a firm that outgrew a status keeps it for some years (SME act, article 2 (3); decree, article 9)."""

from dataclasses import dataclass

from pulmu.model.source import Source
from pulmu.support.rules import (
    AllOf,
    Among,
    AnyOf,
    Compare,
    Finds,
    Flag,
    Given,
    Not,
    Reached,
    Setting,
    Switched,
    Within,
)
from pulmu.support.size.leaving import NEVER
from pulmu.support.size.sales import decree

ACT = "중소기업기본법"
ACT_EDITION = "2026-03-17 (Act 21472)"


def act(place: str) -> Source:
    """A place of the SME act."""
    return Source(ACT, place, ACT_EDITION, "read")


@dataclass(frozen=True, slots=True)
class Grace:
    """A grace period.

    Parameters
    ----------
    given : Left for a reason that gives grace, and has not used it up.
    runs : Given, and running.
    """

    given: Finds
    runs: Finds


def sme_grace(no_group: Finds, no_parent: Finds, own_sales: Finds, with_related: Finds) -> Grace:
    """The grace period of an SME; the tests are those it is asked today."""
    given = AllOf(
        "size.grace_given",
        (_reason(no_group, no_parent), _once()),
        act("제2조제3항"),
    )
    parts = (
        period("size.grace", "left_sme_on", "year_after_left_on", Setting("size.grace_years", "left_sme_on"),
               act("제2조제3항")),
        given,
        AnyOf(
            "size.grace_without_group",
            (Switched("size.grace_ends_by_group", "no"), Not("size.still_no_group", Flag("disclosure_group"))),
            act("제2조제1항 단서"),
        ),
        _without_related(own_sales, with_related),
    )  # fmt: skip
    return Grace(given, AllOf("size.grace", parts, act("제2조제3항")))


def period(name: str, left: str, next_year: str, years: Setting, source: Source) -> Finds:
    """Whether a grace period has begun and not ended, by the reading of "the year the reason arose" that is chosen."""

    def runs(reading: str, since: str) -> Finds:
        parts = (
            Switched("size.grace_reason_year", reading),
            Reached(f"{name}_begun_{reading}", since, source),
            Within(f"{name}_runs_{reading}", since, years, False, source),
        )
        return AllOf(f"{name}_{reading}", parts, source)

    return AnyOf(f"{name}_period", (runs("accounts_year", left), runs("following_year", next_year)), source)


def _reason(no_group: Finds, no_parent: Finds) -> Finds:
    """A reason that gives grace; a firm that never left leaves today by what it fails today."""
    because = decree("제9조")
    after_parent = Switched("size.grace_after_parent", "yes", None, "left_sme_on")
    after_related = Switched("size.grace_after_related", "yes", None, "left_sme_on")

    def left_by(reason: str, name: str) -> Finds:
        return Among("left_sme_because", frozenset({reason}), because, name)

    return AnyOf(
        "size.grace_reason",
        (
            left_by("growth", "size.left_by_growth"),
            AllOf("size.left_when_related", (left_by("related_companies", "size.left_by_related"), after_related)),
            AllOf("size.left_when_bought", (left_by("parent", "size.left_by_parent"), after_parent)),
            AllOf(
                "size.leaves_today",
                (
                    left_by(NEVER, "size.never_left"),
                    no_group,
                    AnyOf("size.leaves_without_parent", (no_parent, after_parent)),
                ),
            ),
        ),
        because,
    )


def _once() -> Finds:
    once = Compare(
        "size.graces_before",
        Given("graces_before", "times"),
        "<",
        Setting("size.graces_most"),
        act("제2조제3항 단서"),
        "times",
    )
    raised = Flag(
        "returned_by_raised_table", Source("중소기업기본법 시행령", "부칙 제2조", "2025-09-01 (Decree 35723)", "read")
    )
    return AnyOf("size.grace_once", (once, raised), act("제2조제3항 단서"))


def _without_related(own_sales: Finds, with_related: Finds) -> Finds:
    """Whether related companies, and they alone, have not ended a grace that another reason gave."""
    from_related = Among(
        "left_sme_because", frozenset({"related_companies", NEVER}), decree("제9조"), "size.grace_from_related"
    )
    parts = (
        Switched("size.grace_survives_related", "yes"),
        from_related,
        with_related,
        Not("size.over_by_itself", own_sales),
    )
    return AnyOf("size.grace_without_related", parts, act("제2조제3항"))
