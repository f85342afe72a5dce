"""The words of a letter, by name."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pulmu.locale import Language, date_text, law_place_text, reason_text, text, won
from pulmu.model import Problem, Source, warning
from pulmu.model.decision import DecidedCall, Decision, DecisionReason, Decisions
from pulmu.support.calls.appeals import told_appeal

_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_KEPT = frozenset("\u200b\u200c\u200d")
_SIGNS = {"<=": "≤", ">=": "≥"}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in words.

    Parameters
    ----------
    values : Words filled in once; empty where there is nothing to say.
    lists : Items of each list, each with words by name.
    holds : Which conditions hold.
    problems : Signs that were dropped from what somebody wrote.
    """

    values: Mapping[str, str]
    lists: Mapping[str, Sequence[Mapping[str, str]]]
    holds: frozenset[str]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Clean:
    """Makes a stranger's text fit for a page: composed Hangul, no control or direction signs; notes what it dropped."""

    application: str
    problems: list[Problem] = field(default_factory=list)

    def __call__(self, words: str, name: str) -> str:
        composed = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
        kept = "".join(sign for sign in composed if sign == "\n" or is_shown(sign))
        dropped = sorted({sign for sign in composed if sign != "\n" and not is_shown(sign)})
        if dropped:
            shown = ", ".join(f"U+{ord(sign):04X}" for sign in dropped[:5])
            self.problems.append(
                warning(
                    "letter.signs_dropped",
                    f"{self.application}, {name}",
                    f"signs that no page shows were left out: {shown}",
                    "type the text anew",
                    text=shown,
                )
            )
        return kept.strip()


def is_shown(sign: str) -> bool:
    """Whether a sign may stand on a page: no control sign, none that turns the direction, none that is no character."""
    if sign in _KEPT:
        return True
    return sign not in _DIRECTION and unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn")


def letter_of(decisions: Decisions, decision: Decision, language: Language) -> Letter:
    """What a letter says of a decision, in a language."""
    clean = _Clean(decision.application)
    values = _values(decisions, decision, language, clean)
    lists = {
        "criteria": list(_criteria(decisions, decision, language, clean)),
        "reasons": [_reason(item, "reason", language, clean) for item in decision.reasons],
        "deciders": [_reason(item, "decider", language, clean) for item in decision.deciders],
        "terms": [_term(item, language, clean) for item in decisions.call.terms],
    }
    holds = {
        decision.outcome,
        "may_appeal",
        *(f"has_{name}" for name in ("reasons", "deciders", "terms") if lists[name]),
    }
    if lists["criteria"]:
        holds.add("has_points")
    if decision.award:
        holds.add("awarded")
    return Letter(values, lists, frozenset(holds), tuple(clean.problems))


def points_text(hundredths: int) -> str:
    """Points as people write them: 87.33, 90."""
    whole, rest = divmod(abs(hundredths), 100)
    shown = f"{whole:,}" + (f".{rest:02d}".rstrip("0") if rest else "")
    return f"-{shown}" if hundredths < 0 else shown


def _values(decisions: Decisions, decision: Decision, language: Language, clean: _Clean) -> dict[str, str]:
    call = decisions.call
    korean = language == "ko"

    def either(ko: str, en: str, name: str) -> str:
        return clean((ko or en) if korean else (en or ko), name)

    def day(value: object) -> str:
        return "" if value is None else date_text(value, language)  # type: ignore[arg-type]

    def points(value: int | None) -> str:
        return "" if value is None else points_text(value)

    def money(value: int | None) -> str:
        return "" if value is None else won(value, language)

    award, place = either(decision.award, decision.award_en, "award"), decision.reserve_place or ""
    sentence = text(f"decision_letter.sentence.{decision.outcome}", language, **{"place": place} if place else {})
    if award:
        sentence = text("decision_letter.sentence.award", language, award=award)
    nominee = clean(decision.nominee, "nominee")
    if award and nominee:
        sentence = text("decision_letter.sentence.award_person", language, award=award, nominee=nominee)
    digits = "" if decision.amount_krw is None else f"{decision.amount_krw:,}"
    return {
        "firm_name": either(decision.firm_ko, decision.firm_en, "firm"),
        "representative": clean(decision.representative, "representative"),
        "business_number": clean(decision.business_number, "business_number"),
        "nominee": nominee,
        "address": clean(decision.address, "address"),
        "application": decision.application,
        "call_name": either(call.name_ko, call.name_en, "call, name"),
        "agency": either(call.agency_ko, call.agency_en, "call, agency"),
        "decided_on": day(call.decided_on),
        "outcome": text(f"decision_letter.outcome.{decision.outcome}", language, **{"place": place} if place else {}),
        "outcome_sentence": sentence,
        "reserve_place": str(place),
        "track": either(decision.track, decision.track_en, "track"),
        "award": award,
        "amount": money(decision.amount_krw),
        "amount_digits": digits and (f"{digits}원" if korean else f"KRW {digits}"),
        "own_share": money(decision.own_share_krw),
        "rank": "" if decision.rank is None else f"{decision.rank:,}",
        "ranked": "" if decision.ranked is None else f"{decision.ranked:,}",
        "total": points(decision.total_hundredths),
        "bonus": points(decision.bonus_hundredths),
        "line": points(decision.last_selected_hundredths),
        "margin": _margin(decision, language),
        "passing": points(call.passing_hundredths),
        **_appeal(call, language),
        "appeal_to": either(call.appeal_to_ko, call.appeal_to_en, "call, appeal_to"),
        "contact": clean(call.contact, "call, contact"),
        "signed": either(call.signed_ko or call.agency_ko, call.signed_en or call.agency_en, "call, signed"),
    }


def _appeal(call: DecidedCall, language: Language) -> dict[str, str]:
    """How long one may appeal, and by what."""
    told = told_appeal(call)
    until, law = date_text(told.until, language), ""
    if told.source is not None:
        act = " ".join((reason_text(told.source.act, language), law_place_text(told.source.place, language)))
        confidence = text(f"confidence.{told.source.confidence}", language)
        law = text("decision_letter.appeal_law", language, law=act, confidence=confidence)
    if told.days is None:
        sentence = text("decision_letter.appeal_until", language, until=until)
    else:
        decided = date_text(call.decided_on, language)
        sentence = text("decision_letter.appeal_within", language, days=told.days, decided=decided, until=until)
    days = "" if told.days is None else str(told.days)
    return {"appeal_days": days, "appeal_until": until, "appeal_sentence": sentence, "appeal_law": law}


def _margin(decision: Decision, language: Language) -> str:
    """How far from the line of the last selected."""
    if decision.total_hundredths is None or decision.last_selected_hundredths is None:
        return ""
    apart = decision.total_hundredths - decision.last_selected_hundredths
    key = "level" if apart == 0 else "over" if apart > 0 else "under"
    return text(f"decision_letter.{key}", language, **{"points": points_text(abs(apart))} if apart else {})


def _criteria(decisions: Decisions, decision: Decision, language: Language, clean: _Clean) -> Iterator[dict[str, str]]:
    """Points in the order of the call's criteria."""
    own = {item.criterion: item.hundredths for item in decision.points}
    for item in decisions.criteria:
        if item.id in own:
            name = item.name_ko if language == "ko" else item.name_en
            yield {
                "criterion.name": clean(name, f"criteria.{item.id}"),
                "criterion.points": points_text(own[item.id]),
                "criterion.most": points_text(item.most_hundredths),
            }


def _reason(item: DecisionReason, name: str, language: Language, clean: _Clean) -> dict[str, str]:
    said = (item.said_ko or item.said_en) if language == "ko" else (item.said_en or item.said_ko)
    found = {f"{name}.text": clean(said, name), f"{name}.source": _source(item.source, language, clean)}
    if name == "reason":
        found |= {"reason.compared": _compared(item, language, clean), "reason.margin": _apart(item, language, clean)}
    return found


def _compared(item: DecisionReason, language: Language, clean: _Clean) -> str:
    if item.left is None or item.right is None:
        return ""
    left, right = (_amount(value, item.unit, language, clean) for value in (item.left, item.right))
    sign = _SIGNS.get(item.sign, item.sign)
    return text("decision_letter.needed", language, left=left, right=f"{sign} {right}".strip())


def _apart(item: DecisionReason, language: Language, clean: _Clean) -> str:
    if not item.margin:
        return ""
    amount = _amount(abs(item.margin), item.unit, language, clean)
    return text(f"decision_letter.reason_margin.{'over' if item.margin < 0 else 'within'}", language, amount=amount)


def _amount(value: float, unit: str, language: Language, clean: _Clean) -> str:
    if unit == "KRW":
        return won(value, language)
    if unit == "points":
        return text("decision_letter.points", language, points=points_text(round(value)))
    if unit == "share":
        return f"{value * 100:,.6g} %"
    shown = f"{value:,.15g}"
    if unit == "persons":
        return text("decision_letter.persons", language, count=shown)
    return f"{shown} {clean(unit, 'unit')}".strip()


def _source(source: Source | None, language: Language, clean: _Clean) -> str:
    if source is None:
        return ""
    place = law_place_text(source.place, language)
    parts = (reason_text(source.act, language), place, source.edition or "")
    return clean(", ".join(part for part in parts if part), "source")


def _term(source: Source, language: Language, clean: _Clean) -> dict[str, str]:
    read = text(f"confidence.{source.confidence}", language) if source.confidence else ""
    return {"term.text": _source(source, language, clean), "term.confidence": read}
