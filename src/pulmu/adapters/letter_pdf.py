"""The letter that tells a decision, as PDF, in Korean or English."""

from collections.abc import Mapping
from typing import Any

from pulmu.adapters._letter import Letter, letter_of
from pulmu.adapters._typeset import breakable, typeset
from pulmu.locale import Language, text
from pulmu.model import Problem
from pulmu.model.decision import Decision, Decisions


def letter_words(decisions: Decisions, decision: Decision, language: Language) -> Letter:
    """What the letter says, word for word."""
    return letter_of(decisions, decision, language)


def write_letter_pdf(decisions: Decisions, decision: Decision, language: Language) -> tuple[bytes, tuple[Problem, ...]]:
    """The file's bytes, and signs that were left out; the same decision gives the same bytes.

    Raises
    ------
    OutsideError  The type setter failed (`outside.typst`, `outside.no_font`).
    """
    letter = letter_of(decisions, decision, language)
    return typeset("decision-letter.typ", _document(letter, language), "decision-letter.pdf"), letter.problems


def _document(letter: Letter, language: Language) -> dict[str, Any]:
    """Everything the page shows, as words."""

    def say(key: str, **values: object) -> str:
        return text(f"decision_letter.{key}", language, **values)

    values = {name: breakable(words) for name, words in letter.values.items()}
    call, plain = values["call_name"], letter.values
    return {
        "lang": language,
        "title": say("title", call=call),
        "kind": say("kind"),
        "running": plain["application"],
        "facts": _shown(
            [
                (say("to"), values["firm_name"]),
                (say("nominee"), values["nominee"]),
                (say("application"), values["application"]),
                (say("agency"), values["agency"]),
                (say("decided_on"), values["decided_on"]),
            ]
        ),
        "opening": say("opening", firm=values["firm_name"], call=call),
        "outcome": values["outcome"],
        "sentence": breakable(plain["outcome_sentence"]),
        "granted_title": say("support"),
        "granted": _shown([(say(name), values[name]) for name in ("track", "award", "amount", "own_share")]),
        "points_title": say("points_title"),
        "point_heads": [say("criterion"), say("own_points"), say("most_points")],
        "points": _points(letter, say("bonus"), say("total")),
        "standing": _shown(
            [
                (say("rank"), _rank(plain, language)),
                (say("passing"), values["passing"]),
                (say("line"), values["line"]),
                (say("margin"), values["margin"]),
            ]
            if "has_points" in letter.holds or plain["total"]
            else []
        ),
        "reasons_title": say("reasons_title"),
        "reasons": [_item(item, "reason", ("compared", "margin", "source")) for item in letter.lists["reasons"]],
        "rules_title": say("rules_title"),
        "rules": [_item(item, "decider", ("source",)) for item in letter.lists["deciders"]],
        "appeal_title": say("appeal_title"),
        "appeal": _appeal(plain, language),
        "terms_title": say("terms_title"),
        "terms": [_item(item, "term", ("confidence",)) for item in letter.lists["terms"]],
        "date": values["decided_on"],
        "signed": values["signed"],
        "contact": say("contact", contact=values["contact"]) if plain["contact"] else "",
        "page": say("page", page="{page}", pages="{pages}"),
    }


def _shown(rows: list[tuple[str, str]]) -> list[list[str]]:
    return [[name, words] for name, words in rows if words]


def _points(letter: Letter, bonus: str, total: str) -> list[list[str]]:
    rows = [
        [breakable(item["criterion.name"]), item["criterion.points"], item["criterion.most"]]
        for item in letter.lists["criteria"]
    ]
    ends = [[bonus, letter.values["bonus"], ""], [total, letter.values["total"], ""]]
    return rows + [row for row in ends if row[1] and rows]


def _rank(values: Mapping[str, str], language: Language) -> str:
    if not values["rank"]:
        return ""
    if not values["ranked"]:
        return text("decision_letter.rank_only", language, rank=values["rank"])
    return text("decision_letter.rank_of", language, rank=values["rank"], ranked=values["ranked"])


def _item(item: Mapping[str, str], name: str, more: tuple[str, ...]) -> dict[str, Any]:
    told = [breakable(item[f"{name}.{key}"]) for key in more if item[f"{name}.{key}"]]
    return {"text": breakable(item[f"{name}.text"]), "more": told}


def _appeal(values: Mapping[str, str], language: Language) -> list[str]:
    told = [words for words in (values["appeal_sentence"], values["appeal_law"]) if words]
    if values["appeal_to"]:
        told.append(text("decision_letter.appeal_to", language, to=breakable(values["appeal_to"])))
    return [*told, text("decision_letter.appeal_trace", language)]
