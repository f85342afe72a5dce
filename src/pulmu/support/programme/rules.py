"""A programme as rules: its parameters, and what may be asked of it by name."""

import dataclasses
from collections.abc import Iterable, Mapping

from pulmu.model.programme import Bonus, Condition, Payment, Programme, Selection
from pulmu.support.programme.amount import amounts, interest
from pulmu.support.programme.condition import excluded, finding
from pulmu.support.programme.rounds import window
from pulmu.support.programme.terms import Terms
from pulmu.support.rules import (
    AllOf,
    AnyOf,
    Finds,
    Fixed,
    Floored,
    Node,
    Number,
    Parameter,
    Pick,
    Plus,
    Rulebook,
    Switched,
    Times,
)
from pulmu.support.size import SizeRules

PAYS_NOTHING = ("award", "matching")


@dataclasses.dataclass(frozen=True, slots=True)
class ProgrammeRules:
    """The rules of one programme.

    Parameters
    ----------
    outputs : ``<id>.eligible`` and ``<id>.open`` (findings); ``<id>.rate``, ``.ceiling_krw``, ``.support_krw`` and
        ``.own_share_krw`` where it pays money; ``.interest_rate`` of a loan, ``.lead_share_krw`` of three parties,
        ``.bonus_points``, ``.<track>.eligible``, ``.quota.<name>`` and ``.quota.<name>.places``.
    conditions : The condition that stands behind each named finding.
    excluding : Names of those that keep a firm out where they hold.
    clashes : Names that two of its parameters would have.
    """

    programme: Programme
    parameters: Mapping[str, Parameter]
    outputs: Mapping[str, Node]
    conditions: Mapping[str, Condition]
    excluding: frozenset[str]
    clashes: tuple[str, ...] = ()


def programme_rules(programme: Programme, size: SizeRules) -> ProgrammeRules:
    """A programme as rules on the facts of a firm."""
    terms = Terms(programme, size)
    if programme.conditions is not None:
        finding(terms, programme.conditions)  # first, so that its limits have the plain names
    tracks = _track_conditions(terms, programme.payment)
    may_apply = _eligible(terms, tracks)
    found: dict[str, Node] = {"eligible": may_apply, "open": window(terms)}
    for track, when in tracks.items():
        found[f"{track}.eligible"] = AllOf(f"{programme.id}.{track}.eligible", (may_apply, when))
    terms.setting("budget_krw", programme.budget_krw, "KRW", lambda past: past.budget_krw)
    projects = terms.setting("projects", programme.projects, "", lambda past: past.projects)
    if programme.kind not in PAYS_NOTHING:
        found |= _money(terms, programme.payment or Payment(), tracks)
    if programme.selection is not None:
        found |= _selection(terms, programme.selection, projects)
    outputs = {f"{programme.id}.{name}": node for name, node in found.items()}
    return ProgrammeRules(programme, terms.parameters, outputs, terms.conditions, frozenset(terms.excluding),
                          tuple(terms.clashes))  # fmt: skip


def in_round(programme: Programme, round_id: str) -> Programme:
    """The programme in the terms of one of its rounds."""
    item = next(found for found in programme.rounds if found.id == round_id)
    pay = programme.payment or Payment()
    changed = dataclasses.replace(
        pay,
        rate=pay.rate if item.rate is None else item.rate,
        ceiling_krw=pay.ceiling_krw if item.ceiling_krw is None else item.ceiling_krw,
    )
    return dataclasses.replace(programme, rounds=(item,), payment=changed)


def rulebook_of(programmes: Iterable[Programme], size: SizeRules) -> Rulebook:
    """Size and these programmes in one rulebook."""
    rules = [programme_rules(programme, size) for programme in programmes]
    parameters = {name: item for found in rules for name, item in found.parameters.items()}
    outputs = {name: node for found in rules for name, node in found.outputs.items()}
    return Rulebook({**size.parameters, **parameters}, {**size.outputs, **outputs})


def _track_conditions(terms: Terms, pay: Payment | None) -> dict[str, Finds]:
    tracks = () if pay is None else pay.tracks
    return {
        track.id: finding(terms, track.conditions, f"{track.id}.") for track in tracks if track.conditions is not None
    }


def _eligible(terms: Terms, tracks: dict[str, Finds]) -> Finds:
    """Who may apply for the programme, in any of its tracks; unknown where no source says who."""
    programme = terms.programme
    name = f"{programme.id}.eligible"
    if programme.conditions is None:
        terms.setting("conditions", None)
        return AllOf(name, (Switched(f"{programme.id}.conditions", "met"),), terms.source)
    parts: list[Finds] = [finding(terms, programme.conditions)]
    roles = programme.consortium.roles if programme.consortium is not None else ()
    parts += [finding(terms, role.conditions, f"{role.id}.") for role in roles if role.conditions is not None]
    parts += [excluded(terms, f"{programme.id}.{item.id}", item.when, f"{item.id}.")
              for item in programme.exclusions if item.when is not None]  # fmt: skip
    every = len(programme.payment.tracks) if programme.payment is not None else 0
    if tracks and len(tracks) == every:
        parts.append(AnyOf(f"{programme.id}.tracks", tuple(tracks.values())))
    return AllOf(name, tuple(parts), terms.source)


def _money(terms: Terms, pay: Payment, tracks: dict[str, Finds]) -> dict[str, Node]:
    found = amounts(terms, pay, tracks)
    outputs: dict[str, Node] = {
        "rate": found.rate,
        "ceiling_krw": found.ceiling,
        "support_krw": found.support,
        "own_share_krw": found.own,
    }
    if found.lead is not None:
        outputs["lead_share_krw"] = found.lead
    if pay.interest is not None:
        outputs["interest_rate"] = interest(terms, pay.interest)
    for kind, table in (("item", pay.item_ceilings_krw), ("extra", pay.extra_ceilings_krw)):
        outputs |= {f"{kind}.{name}_krw": terms.setting(f"{kind}.{name}_krw", value, "KRW")
                    for name, value in table.items()}  # fmt: skip
    return outputs


def _selection(terms: Terms, selection: Selection, projects: Number) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for quota in selection.quotas:
        if quota.when is not None:
            found[f"quota.{quota.id}"] = finding(terms, quota.when, f"quota.{quota.id}.")
        share = terms.setting(f"quota.{quota.id}.share", quota.share, "share")
        name = f"quota.{quota.id}.places"
        found[name] = Times(f"{terms.programme.id}.{name}", share, projects)
    points = [_points(terms, item, item.when) for item in selection.bonus if item.when is not None]
    if points:
        found["bonus_points"] = _joined(f"{terms.programme.id}.bonus_points", points, one=selection.one_bonus_only)
    return found


def _points(terms: Terms, bonus: Bonus, when: Condition) -> Pick:
    name = f"bonus.{bonus.id}"
    points = terms.setting(f"{name}.points", bonus.points)
    return Pick(f"{terms.programme.id}.{name}", ((finding(terms, when, f"{name}."), points),), Fixed(0.0))


def _joined(name: str, points: list[Pick], *, one: bool) -> Number:
    if not one:
        return Plus(name, tuple(points))
    most: Number = points[0]
    for item in points[1:]:
        most = Floored(name, most, item)
    return most
