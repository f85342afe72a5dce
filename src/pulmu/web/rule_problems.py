"""What is wrong with a programme, reform or call, each with its field; and who changed the same meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pulmu.locale import Language, place_text, problem_text, text
from pulmu.model import Document, Path, decode, has_errors
from pulmu.model.programme import Programme
from pulmu.model.reform import Reform
from pulmu.services.calls.shelf import check_call
from pulmu.services.document_form.address import address_in, inside
from pulmu.services.document_form.compare import changes
from pulmu.services.document_form.edit import AtField, Edited
from pulmu.services.document_form.located import Located, located_problems
from pulmu.services.document_form.merge import merge
from pulmu.services.document_form.shape import Attribute, attributes_of
from pulmu.support.programme import read_programme
from pulmu.support.reform import check_reform
from pulmu.support.rules import Rulebook
from pulmu.web.plant_words import where_in
from pulmu.web.rule_words import RuleWords, label, tracks_of
from pulmu.web.show import Told


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A value that was changed, in the reader's words."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Somebody saved meanwhile.

    Parameters
    ----------
    newest : Version they saved.
    clashes : Where both changed the same.
    """

    newest: int
    author: str
    theirs: list[ShownChange]
    clashes: list[str]


def problems_of_programme(document: Document) -> tuple[Located, ...]:
    """Everything that is wrong with a programme, each with its path."""
    return located_problems(document, lambda asked: read_programme(asked).problems)


def problems_of_reform(document: Document, rulebook: Rulebook) -> tuple[Located, ...]:
    """Everything that is wrong with a reform of these rules, each with its path."""

    def check(asked: Document) -> tuple[Any, ...]:
        read = decode(Reform, asked)
        return read.problems if has_errors(read.problems) else check_reform(read.value, rulebook, asked)

    return located_problems(document, check)


def problems_of_call(document: Document, known: Mapping[str, Programme]) -> tuple[Located, ...]:
    """Everything that is wrong with a call, each with its path.

    Parameters
    ----------
    known : Programmes in force, by id.
    """
    return located_problems(document, lambda asked: check_call(asked, known)[0].problems)


def told_problems(
    kind: type, found: Sequence[Located], document: Document, base: str, language: Language
) -> list[Told]:
    """What is wrong with a document in the reader's words, worst first.

    Parameters
    ----------
    base : Where its pages begin.
    """
    said = [told_at(kind, item, document.tree, f"{base}/edit", language) for item in found]
    return sorted(said, key=lambda item: item.severity != "error")


def told_at(kind: type, located: Located, tree: object, page: str, language: Language) -> Told:
    """One problem, with the way to its field on a page."""
    item, path = located.problem, located.path
    said = problem_text(item.code, dict(item.values), language, message=item.message, mend=item.mend, in_place=True)
    place, href = place_text(item.place, language, in_place=True), ""
    if path is not None:
        place = where_in(kind, path, tree, language, label)
        href = f"{page}#{address_in(kind, path, tree)}"
    return Told(code=item.code, severity=item.severity, place=place, what=said.what, mend=said.mend, href=href)


def told_in_form(kind: type, made: Edited, language: Language) -> list[tuple[str, Told]]:
    """Problems by the field of the form that shows them, worst first."""
    found = []
    for item in made.problems:
        said = told_at(kind, item.located, made.document.tree, "", language)
        found.append((item.address, replace(said, href=f"#{item.address}") if item.address else said))
    return sorted(found, key=lambda pair: pair[1].severity != "error")


def plain(told: Sequence[tuple[str, Told]]) -> list[dict[str, str]]:
    """The same for the script of the page."""
    return [
        {"address": where, "severity": item.severity, "place": item.place, "what": item.what, "mend": item.mend,
         "href": f"#{where}"}
        for where, item in told
    ]  # fmt: skip


def state_of(found: Sequence[AtField], language: Language, key: str) -> str:
    """The state of a form in a sentence, by the words below a key: `to_mend` or `fine`."""
    errors = sum(item.located.problem.severity == "error" for item in found)
    return text(f"{key}.to_mend" if errors else f"{key}.fine", language, count=errors)


def changes_between(kind: type, before: object, after: object, language: Language) -> list[ShownChange]:
    """What has changed between two trees, in words."""
    words = RuleWords(language, tracks_of(after, language))
    found = []
    for item in changes(before, after):
        path = item.path
        if len(path) > 1 and path[-2] == "value" and isinstance(path[-1], int):
            path = path[:-1]  # a word of a set: which one says more than its place
        was, now = (_value_words(kind, item.path, said, after, words) for said in (item.before, item.after))
        found.append(ShownChange(where_in(kind, path, after, language, label), was, now))
    return found


def _value_words(kind: type, path: Path, said: str | None, tree: object, words: RuleWords) -> str:
    """A value as people say it: won, a share, a choice."""
    attribute: Attribute | None = None
    at = tree
    fact = None
    for name in path:
        if isinstance(name, str) and (attribute is None or attribute.inner is not None):
            attribute = attributes_of(kind).get(name)
            kind = attribute.entry if attribute is not None and attribute.inner is not None else kind
            fact = words.fact(str(at.get("fact", ""))) if name == "value" and isinstance(at, dict) else None
        at = inside(at, name)
    if not said or attribute is None:
        return said or ""
    if fact is not None:
        known = dict(words.choices_of(fact))
        return known.get(said) or words.fact_hint(fact, said) or said
    return words.said(attribute, said)


def conflict_of(
    kind: type, base: object, mine: object, theirs: object, newest: int, author: str, language: Language
) -> Conflict:
    """What somebody saved while a form was filled in."""
    clashes = [where_in(kind, path, theirs, language, label) for path in merge(base, mine, theirs).clashes]
    return Conflict(
        newest=newest,
        author=author or text("web.plant.unknown_author", language),
        theirs=changes_between(kind, base, theirs, language),
        clashes=clashes,
    )
