"""Micro merchants: small firms of few employees, and those that outgrew it not long ago."""

from pulmu.model.source import Source
from pulmu.support.rules import AllOf, Among, AnyOf, Compare, Finds, Given, Keyed, Setting
from pulmu.support.size.grace import period
from pulmu.support.size.leaving import NEVER
from pulmu.support.size.parameters import MICRO_EMPLOYEES
from pulmu.support.size.sme import SmeRules, no_group


def _act(place: str) -> Source:
    return Source("소상공인기본법", place, "2026-06-03 (Act 21192)", "read")


def _decree(place: str) -> Source:
    return Source("소상공인기본법 시행령", place, "2026-02-01 (Decree 36055)", "read")


def micro_merchant(sme: SmeRules) -> tuple[Finds, Finds]:
    """Whether a firm is a micro merchant, and whether it is deemed one by a grace period."""
    staff = _employees("micro.employees", Keyed(MICRO_EMPLOYEES, "micro_section"), "제3조제1항")
    merchant = AllOf("micro.merchant", (sme.in_scope, sme.is_sme, sme.is_small, staff), _act("제2조제1항"))
    grace = AllOf(
        "micro.grace",
        (
            sme.in_scope,
            sme.is_sme,
            period("micro.grace", "left_micro_on", "year_after_left_micro_on",
                   Setting("micro.grace_years", "left_micro_on"), _act("제2조제2항")),
            Among("left_micro_because", frozenset({"growth", NEVER}), _decree("제4조"), "micro.grace_reason"),
            Compare("micro.graces_before", Given("micro_graces_before", "times"), "<",
                    Setting("micro.graces_most"), _decree("제4조"), "times"),
            _employees("micro.grace_employees", Setting("micro.grace_employees_below"), "제4조"),
            no_group(),
        ),
        _act("제2조제2항"),
    )  # fmt: skip
    return AnyOf("micro.merchant_or_deemed", (merchant, grace), _act("제2조")), grace


def _employees(name: str, limit: Keyed | Setting, place: str) -> Finds:
    return Compare(name, Given("regular_employees", "persons"), "<", limit, _decree(place), "persons")
