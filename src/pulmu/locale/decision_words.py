"""Why a decision was made, in words fit for its letter: they name no other application."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from pulmu.locale.asked_words import asked_words
from pulmu.locale.programme_words import conditions_said
from pulmu.locale.selection_words import CallNames, bar_words, cause_words
from pulmu.locale.words import LANGUAGES, Language, text
from pulmu.model.call import Call
from pulmu.support.programme import ProgrammeRules
from pulmu.support.selection import Bar, Cause


class Entry(Protocol):
    """What of an application its reasons are told with; points in hundredths."""

    @property
    def outcome(self) -> str:
        """What became of it."""
        ...

    @property
    def total(self) -> int | None:
        """Its points with bonus."""
        ...

    @property
    def last_total(self) -> int | None:
        """Points of the last one chosen."""
        ...


def call_names(call: Call, language: Language) -> CallNames:
    """Names of a call's parts in the reader's language."""

    def own(korean: str, english: str) -> str:
        return (korean if language == "ko" else english) or korean or english

    keys = {item.id: own(item.name_ko, item.name_en) for item in call.criteria}
    keys |= {name: text(f"cli.select.key.{name}", language) for name in ("bonus", "asked_krw", "received", "lots")}
    return CallNames(
        {item.id: own(item.name_ko, item.name_en) or item.id for item in call.quotas},
        {item.id: own(item.name_ko, item.name_en) or item.id for item in call.tracks},
        keys,
        {item.id: own(item.name_ko, item.name_en) for item in (call.ladder.rungs if call.ladder else ())},
    )


def say_decision(call: Call, rules: ProgrammeRules) -> Callable[[Entry, Cause | Bar | str, Language], str]:
    """Reasons of a call's decisions in words; where another application would be named, it is called one."""
    names = {language: call_names(call, language) for language in LANGUAGES}

    def say(entry: Entry, why: Cause | Bar | str, language: Language) -> str:
        if isinstance(why, str):
            return _condition(entry, why, language)
        if isinstance(why, Cause):
            bare = replace(why, others=(text("decision_letter.another", language),))
            return cause_words(bare, entry.total or 0, names[language], language, entry.last_total)
        return bar_words(why, names[language], language)

    def _condition(entry: Entry, why: str, language: Language) -> str:
        if not why:
            return text(f"decision_letter.why.{entry.outcome}", language)
        if entry.outcome == "incomplete":
            roles = rules.programme.consortium.roles if rules.programme.consortium else ()
            return text("decision_letter.not_given", language, paper=asked_words(why, call, roles, language))
        said = "; ".join(conditions_said([why], rules, language))
        return text("decision_letter.not_met", language, condition=said)

    return say
