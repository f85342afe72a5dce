"""The path of a difficulty in the reader's words: told, heard, gathered, proposed, computed, answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pulmu.locale import Language, date_text, text
from pulmu.model.programme import Programme
from pulmu.services.voices.own import OwnVoice
from pulmu.services.voices.told import ShownTheme, ToldProposal, ToldTheme
from pulmu.support.voices import Shared
from pulmu.web.reform_view import sentence
from pulmu.web.reform_words import parameter_words, part_words, programme_name

AREAS = ("tax", "labour", "environment", "cbam", "energy", "finance", "research", "regulation", "trade", "digital",
         "succession", "size", "support", "other")  # fmt: skip
STATUSES = ("gathered", "proposed", "computed", "submitted", "done", "not_taken_up")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the path: what it is called, when it was, and what is told of it; not yet reached without a moment."""

    name: str
    at: datetime | None
    lines: tuple[str, ...] = ()


def path_of(own: OwnVoice, programmes: Mapping[str, Programme], language: Language) -> tuple[Step, ...]:
    """The whole way of a firm's own difficulty, the steps that are to come included."""
    first = own.sendings[-1] if own.sendings else None
    taken = [item.taken for item in own.sendings if item.taken is not None]
    newest = own.answers[0] if own.answers else None
    told = None if newest is None else newest.told
    at = None if newest is None else newest.at
    steps = [
        Step(
            text("web.voices.step.sent", language), first.at if first else None, (first.agency_name,) if first else ()
        ),
        Step(text("web.voices.step.heard", language), min(taken) if taken else None),
        Step(text("web.voices.step.gathered", language), at, _theme_lines(told, language)),
    ]
    proposal = None if told is None else told.proposal
    effect = None if proposal is None else proposal.effect
    steps.append(Step(text("web.voices.step.proposed", language), at if proposal else None,
                      proposal_lines(proposal, programmes, language)))  # fmt: skip
    steps.append(Step(text("web.voices.step.computed", language), at if effect else None,
                      effect_lines(proposal, programmes, language)))  # fmt: skip
    lines = () if told is None else tuple(filter(None, (status_words(told, language), told.reason, told.answer)))
    steps.append(Step(text("web.voices.step.answered", language), at, lines))
    return tuple(steps)


def status_words(told: ToldTheme, language: Language) -> str:
    """How far a theme is."""
    return text(f"web.voices.status.{told.status}", language)


def _theme_lines(told: ToldTheme | None, language: Language) -> tuple[str, ...]:
    if told is None:
        return ()
    return tuple(filter(None, (told.title, told.text, raised_words(told, language))))


def raised_words(told: ToldTheme, language: Language) -> str:
    """How many firms raised it, where that may be told, and those that let their name be shown."""
    firms = (
        text("web.voices.few", language) if told.firms is None else text("web.voices.firms", language, count=told.firms)
    )
    named = f" {text('web.voices.named', language, names=', '.join(told.names))}" if told.names else ""
    return firms + named


def proposal_lines(
    proposal: ToldProposal | None, programmes: Mapping[str, Programme], language: Language
) -> tuple[str, ...]:
    """The reform a theme was turned into, and which parameters it changes."""
    if proposal is None:
        return ()
    known = _with_own(programmes, proposal)
    name = (proposal.name_ko if language == "ko" else proposal.name_en) or proposal.name_ko
    said = [parameter_words(item, known, language) for item in proposal.parameters]
    changed = text("web.voices.changes", language, names=", ".join(dict.fromkeys(said))) if said else ""
    return tuple(filter(None, (name, changed)))


def effect_lines(
    proposal: ToldProposal | None, programmes: Mapping[str, Programme], language: Language
) -> tuple[str, ...]:
    """What the reform was computed to do, in a sentence with its numbers, and on what."""
    if proposal is None or proposal.effect is None:
        return ()
    effect = proposal.effect
    day = date_text(effect.day, language)
    counted = text("web.voices.counted", language, day=day, part=part_words(effect.one_in, language))
    return sentence(effect, _with_own(programmes, proposal), language), counted


def _with_own(programmes: Mapping[str, Programme], proposal: ToldProposal) -> Mapping[str, Programme]:
    """Programmes with those of the agency's own, of which names alone are told."""
    some = next(iter(programmes.values()), None)
    if some is None:
        return programmes
    own = {
        key: replace(some, id=key, name_ko=names[0], name_en=names[1])
        for key, names in proposal.programmes.items()
        if len(names) == 2
    }
    return {**programmes, **own}


def shared_words(shared: Sequence[Shared], programmes: Mapping[str, Programme], language: Language) -> str:
    """Why difficulties look alike: what several say, and how many."""
    return ", ".join(f"{_shared(item, programmes, language)} ({item.voices})" for item in shared)


def _shared(item: Shared, programmes: Mapping[str, Programme], language: Language) -> str:
    if item.kind == "programme":
        return programme_name(item.id, programmes, language)
    if item.kind == "parameter":
        return parameter_words(item.id, programmes, language)
    return (item.ko if language == "ko" else item.en) or item.id


def shown_path(
    shown: ShownTheme, programmes: Mapping[str, Programme], language: Language
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What all may read of a theme: its proposal, and its computed effect."""
    proposal = shown.told.proposal
    return proposal_lines(proposal, programmes, language), effect_lines(proposal, programmes, language)
