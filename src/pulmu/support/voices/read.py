"""Difficulties and themes from their documents, with everything that is wrong with them."""

from collections.abc import Collection, Iterator, Sequence

from pulmu.model.codec import Decoded, decode
from pulmu.model.document import Document, Path
from pulmu.model.errors import problem
from pulmu.model.problem import Problem
from pulmu.model.theme import Theme
from pulmu.model.voice import Voice, Voices


def read_voices(document: Document) -> Decoded[tuple[Voice, ...]]:
    """The difficulties of a document: one, or a list of them under ``voices``."""
    if isinstance(document.tree, dict) and "voices" in document.tree:
        many = decode(Voices, document)
        return Decoded(many.value.voices, many.problems)
    one = decode(Voice, document)
    return Decoded((one.value,), one.problems)


def read_voice(
    document: Document, programmes: Collection[str] | None = None, parameters: Collection[str] | None = None
) -> Decoded[Voice]:
    """The difficulty in a document.

    Parameters
    ----------
    programmes, parameters : Those there are; where they are given, others are told.
    """
    decoded = decode(Voice, document)
    named = (("programmes", decoded.value.programmes, programmes), ("parameters", decoded.value.parameters, parameters))
    return _with(decoded, (item for name, given, known in named for item in _unknown(document, (name,), given, known)))


def read_theme(document: Document) -> Decoded[Theme]:
    """The theme in a document: what is not taken up says why, and what is told of a proposal has one."""
    decoded = decode(Theme, document)
    return _with(decoded, _of_theme(document, decoded.value))


def _with(decoded: Decoded, more: Iterator[Problem]) -> Decoded:  # type: ignore[type-arg]
    told = {item.place for item in decoded.problems}
    return Decoded(decoded.value, (*decoded.problems, *(item for item in more if item.place not in told)))


def _unknown(document: Document, path: Path, given: Sequence[str], known: Collection[str] | None) -> Iterator[Problem]:
    for number, name in enumerate(given if known is not None else ()):
        if name not in (known or ()):
            said, mend = f"nothing is called {name!r}", "choose one of the list, or leave it out"
            yield problem("voice.name_unknown", document.place((*path, number)), said, mend, text=name)


def _of_theme(document: Document, theme: Theme) -> Iterator[Problem]:
    if theme.status == "not_taken_up" and not theme.reason.strip():
        said, mend = "it is not taken up, and nothing says why", "write the reason: those who raised it will read it"
        yield problem("voice.no_reason", document.place(("reason",)), said, mend)
    if theme.status in ("proposed", "computed") and theme.reform is None:
        said, mend = "no proposal is named", "name the reform it was turned into"
        yield problem("voice.no_proposal", document.place(("reform",)), said, mend)
    if theme.status == "computed" and theme.effect is None:
        said, mend = "no computed effect is named", "have the effect of the reform computed, and choose it"
        yield problem("voice.no_effect", document.place(("effect",)), said, mend)
    if theme.effect is not None and theme.reform is None:
        said, mend = "an effect is named without its reform", "name the reform, or leave the effect out"
        yield problem("voice.effect_alone", document.place(("effect",)), said, mend)
    for number, key in enumerate(theme.voices):
        if key in theme.voices[:number]:
            said, mend = "the same voice is gathered twice", "leave one out"
            yield problem("voice.gathered_twice", document.place(("voices", number)), said, mend)
