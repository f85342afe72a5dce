"""Programmes written in the words of the project's reference file, in our own: all that is not understood is told."""

import re
from collections.abc import Mapping
from typing import Any

from pulmu.model.codec import Decoded, decode
from pulmu.model.document import Document, Path
from pulmu.model.errors import problem
from pulmu.model.problem import Problem
from pulmu.model.programme import Programme
from pulmu.reference import find_fact
from pulmu.support.programme._words import Given, Translation

Tree = dict[str, Any]
_SEARCH_ID = re.compile(r" \(\w+ id \d+\)")
"""The number of a find in somebody's search: it leads no reader to the source."""
_SAME = ("id", "name_ko", "name_en", "ministry", "agency", "kind", "year", "budget_krw", "projects", "confidence")


def import_programmes(document: Document) -> Decoded[tuple[Programme, ...]]:
    """The programmes of a file in the reference words (``sme``, ``mid``, ``eligibility``, ``who_pays``).

    Returns
    -------
    Programmes, and every problem of the file with its place.
    """
    if not isinstance(document.tree, Mapping):
        mend = "give 'programmes:' and a list"
        return Decoded((), (problem("programme.not_understood", document.place(()), "no programmes are here", mend,
                                    text=""),))  # fmt: skip
    words = Translation(document)
    top = Given(words, document.tree, ())
    top.take("as_of")
    top.drop_if(_is_known_order, "ordinals")
    found: list[Programme] = []
    problems: list[Problem] = []
    for number, item in enumerate(top.take("programmes") or ()):
        path: Path = ("programmes", number)
        tree = _programme(Given(words, item, path))
        inner = Document(tree, document.name, document.sha256, {(): document.lines.get(path, 0)}, {})
        decoded = decode(Programme, inner)
        found.append(decoded.value)
        problems += decoded.problems
    top.refuse_the_rest()
    return Decoded(tuple(found), (*words.problems, *problems))


def _is_known_order(tree: Any) -> bool:
    if not isinstance(tree, Mapping):
        return False
    return all([choice.id for choice in find_fact(name).choices] == order for name, order in tree.items())


def _programme(given: Given) -> Tree:
    tree: Tree = {name: given.take(name) for name in _SAME}
    tree["conditions"], tree["conditions_note"] = _eligibility(given.inside("eligibility"))
    tree["payment"] = _payment(given.inside("who_pays"))
    rule = given.take("consortium")
    tree["consortium"] = {"rule": rule} if rule else None
    tree["selection"] = _selection(given.inside("selection"))
    tree["awards"] = [
        {"name_ko": item.take("award"), "count": item.take("n"), "name_en": item.take("grade")}
        for item in given.each("quotas")
    ]
    tree["rounds"] = _rounds(given, tree["year"])
    past = [_past(item) for item in given.each("history")]
    tree["history"] = [item for item in past if item["years"] != str(tree["year"])]
    same = [item for item in past if item["years"] == str(tree["year"])]
    tree["rounds"] += [{"id": f"earlier_{number}", "year": tree["year"], "rate": item["rate"], "note": item["note"]}
                       for number, item in enumerate(same, 1)]  # fmt: skip
    tree["sources"] = [
        {
            "source": _SEARCH_ID.sub("", str(item.take("source") or "")),
            "date": item.take("date"),
            "supports": item.take("for"),
        }
        for item in given.each("sources")
    ]
    given.refuse_the_rest()
    kept: Tree = _without_nothing(tree)
    return kept


def _eligibility(given: Given) -> tuple[Tree | None, str]:
    note = given.take("notes") or ""
    tree = {join: given.conditions(join) for join in ("all", "any", "none") if given.has(join)}
    given.refuse_the_rest()
    if not tree:
        return None, note
    every = tree.pop("all", [])
    return (
        {"all": [*every, *({join: parts} for join, parts in tree.items())]} if every or len(tree) > 1 else tree
    ), note


def _rounds(given: Given, year: Any) -> list[Tree]:
    opens, closes = given.take("opens"), given.take("closes")
    return [{"id": "round_1", "year": year, "opens": opens, "closes": closes}] if opens or closes else []


_PAID = {
    "ceiling_krw": "ceiling_krw",
    "core_total_krw": "ceiling_krw",
    "ceiling_per_year_krw": "ceiling_per_year_krw",
    "years": "years",
    "rate": "rate",
    "rate_cap": "rate_cap",
    "own_cash_share_of_own": "own_cash_share_of_own",
    "term_years": "term_years",
    "grace_years": "grace_years",
}
_NOTED = {"by": "by", "rnd": "research", "commercialisation_years": "years of commercialisation",
          "rnd_years": "years of research"}  # fmt: skip
_ITEMS = {"ceiling_rnd_krw": "research", "rnd_ceiling_krw": "research",
          "commercialisation_ceiling_krw": "commercialisation"}  # fmt: skip
_EXTRAS = {"tariff_package_extra_krw": "tariff_package", "follow_up_ceiling_krw": "follow_up"}


def _payment(given: Given) -> Tree | None:
    if given.is_nothing:
        return None
    tree: Tree = {ours: given.take(theirs) for theirs, ours in _PAID.items() if given.has(theirs)}
    tree["rate_by_size"] = given.by_size("loan_share")
    tree |= _own_share(given)
    tree["rate_by_sales"] = [_band(item) for item in given.each("rate_by_avg_sales")]
    tree["rate_add_by_region"] = given.take("rate_add_by_region")
    items = {name.removesuffix("_krw"): value for name, value in (given.take("items") or {}).items()}
    items |= given.take("item_ceilings_krw") or {}
    items |= {ours: given.take(theirs) for theirs, ours in _ITEMS.items() if given.has(theirs)}
    tree["item_ceilings_krw"] = items
    tree["extra_ceilings_krw"] = {ours: given.take(theirs) for theirs, ours in _EXTRAS.items() if given.has(theirs)}
    tree["ceiling_low_krw"], tree["ceiling_high_krw"] = given.pair("ceiling_range_krw")
    tree["own_share_low"], tree["own_share_high"] = given.pair("own_share_range")
    if given.has("ceiling_by_stage_krw"):
        tree["ceiling_table"] = {"fact": "export_stage", "ceilings_krw": given.take("ceiling_by_stage_krw")}
    if given.has("ceiling_if_repeat_same_level_krw"):
        again = {"fact": "repeats_level", "operator": "equals", "value": True}
        tree["repeat"] = {"when": again, "ceiling_krw": given.take("ceiling_if_repeat_same_level_krw")}
    tree["interest"] = _interest(given.inside("rate_rule"))
    shares = _shares(given.inside("type1_shares"))
    tree["tracks"] = [_track(item, shares) for item in given.each("tracks")]
    tree["note"] = "; ".join(f"{ours}: {given.take(theirs)}" for theirs, ours in _NOTED.items() if given.has(theirs))
    given.refuse_the_rest()
    return tree


def _own_share(given: Given) -> Tree:
    shares = given.take("own_share") or {}
    if isinstance(shares, Mapping) and not {"youth", "other"} & set(shares):
        return {"own_share_by_size": given.sizes(shares, "own_share")}
    return {"own_share_by_group": shares}


def _band(item: Given) -> Tree:
    item.take("gt_krw")  # the last band has no upper line
    tree = {"up_to_krw": item.take("lte_krw"), "rate": item.take("rate"), "note": item.take("note")}
    item.refuse_the_rest()
    return tree


def _interest(given: Given) -> Tree | None:
    if given.is_nothing:
        return None
    less = given.by_size("minus_pp")
    points = {name: None if value is None else round(float(value) / 100, 9) for name, value in less.items()}
    tree = {"base": given.take("base"), "less_by_size": points, "floor": given.take("floor")}
    given.refuse_the_rest()
    return tree


def _shares(given: Given) -> Tree | None:
    if given.is_nothing:
        return None
    words = {"gov_max": "government_at_most", "lead_min": "lead_at_least", "adopter_max": "adopter_at_most"}
    tree = {ours: given.take(theirs) for theirs, ours in words.items()}
    given.refuse_the_rest()
    return tree


_OF_TRACK = {
    "ceiling_open_krw": "ceiling_krw",
    "gov_ceiling_krw": "ceiling_krw",
    "gov_krw": "ceiling_krw",
    "ceiling_regional_krw": "ceiling_outside_capital_krw",
    "new": "slots",
    "regional": "slots_outside_capital",
    "export_rule": "note",
}
_SAME_IN_TRACK = ("id", "ceiling_krw", "slots", "total_krw", "lead_krw", "own_share", "rate", "budget_krw", "rounds",
                  "years", "consortium")  # fmt: skip


def _track(given: Given, shares: Tree | None) -> Tree:
    tree: Tree = {name: given.take(name) for name in _SAME_IN_TRACK if given.has(name)}
    tree |= {ours: given.take(theirs) for theirs, ours in _OF_TRACK.items() if given.has(theirs)}
    if given.has("only"):
        sizes = given.size_labels([given.take("only")], "only")
        tree["conditions"] = {"fact": "size_class", "operator": "in", "value": sizes}
    if given.has("extra"):
        tree["conditions"], _ = _eligibility(given.inside("extra"))
    if shares is not None and str(tree["id"]).startswith("type1"):
        tree["shares"] = shares
    given.refuse_the_rest()
    return tree


def _selection(given: Given) -> Tree | None:
    if given.is_nothing:
        return None
    given.take_nothing("criteria_weights", "weights")
    criteria, quota, bonus = given.take("criteria"), given.raw("quota"), given.raw("bonus")
    tree: Tree = {
        "steps": given.take("steps"),
        "criteria": [criteria] if isinstance(criteria, str) else criteria,
        "chosen_by": given.take("by"),
        "applications": given.take("applications"),
        "committee": given.take("committee"),
        "slots_by_track": given.take("tracks"),
    }
    notes = [given.take("rule"), *(_labelled(name, given.take(name)) for name in ("stage_by", "selected"))]
    if isinstance(quota, str):
        notes.append(f"quota: {given.take('quota')}")
    if isinstance(bonus, str):
        notes.append(f"bonus: {given.take('bonus')}")
    tree["quotas"] = [_quota(item, number) for number, item in enumerate(given.each("quota"), 1)]
    tree["bonus"] = [_bonus(item, number) for number, item in enumerate(given.each("bonus"), 1)]
    scored = [_scored(item, number) for number, item in enumerate(given.each("bonus_points"), 1)]
    tree["bonus"] += scored
    tree["note"] = "; ".join(item for item in notes if item)
    given.refuse_the_rest()
    return tree


def _labelled(label: str, value: Any) -> str:
    return "" if value is None else f"{label.replace('_', ' ')}: {value}"


def _quota(item: Given, number: int) -> Tree:
    share = item.take("share")
    return {"id": f"quota_{number}", "share": share, "when": item.condition()}


def _bonus(item: Given, number: int) -> Tree:
    note = item.take("note")
    return {"id": f"bonus_{number}", "when": item.condition(), "note": note}


def _scored(item: Given, number: int) -> Tree:
    points = item.take("points")
    when, _ = _eligibility(item.inside("if"))
    item.refuse_the_rest()
    return {"id": f"bonus_{number}", "points": points, "when": when}


def _past(given: Given) -> Tree:
    year = given.take("year")
    tree: Tree = {"years": None if year is None else str(year)}
    tree |= {name: given.take(name) for name in ("ceiling_krw", "budget_krw", "projects")}
    tree["own_share_by_size"] = given.by_size("own_share_min")
    rate = given.raw("rate")
    tree["rate"] = None if isinstance(rate, Mapping) else given.take("rate")
    tree["rate_by_size"] = given.by_size("rate") if isinstance(rate, Mapping) else {}
    note = given.take("note")
    if given.has("ceiling_site_krw"):
        tree["ceiling_krw"] = given.take("ceiling_site_krw")
        note = "; ".join(part for part in ("the ceiling is that of a site", note) if part)
    tree["note"] = note
    tree["figures"] = given.flat()
    return tree


def _without_nothing(tree: Any) -> Any:
    if isinstance(tree, dict):
        kept = {name: _without_nothing(item) for name, item in tree.items()}
        return {name: item for name, item in kept.items() if item not in (None, "", [], {}) or name in _NULL_SAYS}
    return [_without_nothing(item) for item in tree] if isinstance(tree, list) else tree


_NULL_SAYS = ("small", "medium", "mid_sized", "large", "other")
"""In a table by size or group, "not known" stands under its name."""
