"""Whatever an officer makes of a programme: where nothing is wrong with it, it makes rules and is read in words."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pulmu.bootstrap.support import packaged_programmes
from pulmu.locale import LANGUAGES
from pulmu.model import Document, encode
from pulmu.model.programme import Programme
from pulmu.model.reform import Reform
from pulmu.services.apply_for import known_terms
from pulmu.services.document_form.shape import Attribute, attributes_of
from pulmu.support.programme import read_programme
from pulmu.web.rule_reading import SECTIONS, question, reading
from pulmu.web.rule_words import RuleWords, label, tracks_of

TREES = [encode(item) for item in packaged_programmes()]
DAY = date(2026, 11, 27)


def below(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Everything inside a tree, by its path."""
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for name, item in entries:
        yield (*path, name), item
        yield from below(item, (*path, name))


PARTS: dict[str, list[Any]] = defaultdict(list)
for known in TREES:
    for where, part in below(known):
        if isinstance(where[-1], str):
            PARTS[where[-1]].append(part)


def edited(seed: int) -> Any:
    """A packaged programme with some values taken from others, taken out, or put where they do not belong."""
    chance = random.Random(seed)
    tree = json.loads(json.dumps(chance.choice(TREES)))
    for _ in range(chance.randint(1, 4)):
        path, _ = chance.choice(list(below(tree)))
        at = tree
        for name in path[:-1]:
            at = at[name]
        name = path[-1] if chance.random() < 0.7 else chance.choice(list(PARTS))
        if isinstance(at, dict) and chance.random() < 0.7 and PARTS.get(name):
            at[name] = json.loads(json.dumps(chance.choice(PARTS[name])))
        elif isinstance(at, dict):
            at.pop(name, None)
        else:
            at.append(json.loads(json.dumps(chance.choice(at))))
    return tree


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9))
def test_a_programme_without_problems_makes_rules_and_words(seed: int) -> None:
    tree = edited(seed)
    read = read_programme(Document(tree, "edited.yaml"))
    if read.problems:
        return
    programme = read.value
    known_terms(programme, DAY)
    for language in LANGUAGES:
        words = RuleWords(language, tracks_of(tree, language), programme)
        told = [item for section in SECTIONS for item in reading(programme, section, words)]
        assert all(item.name for item in told)
        assert programme.conditions is None or question(programme.conditions, words).said


def attributes_in(kind: type, seen: set[type]) -> Iterator[Attribute]:
    """Every attribute of a document, however deep."""
    if kind not in seen:
        seen.add(kind)
        for item in attributes_of(kind).values():
            yield item
            if item.inner is not None:
                yield from attributes_in(item.inner, seen)


def test_every_attribute_is_called_something_in_both_languages() -> None:
    for kind in (Programme, Reform):
        for item in attributes_in(kind, set()):
            assert all(label(item, language) for language in LANGUAGES), item.name


def test_the_sections_hold_every_attribute_once() -> None:
    names = [name for section in SECTIONS.values() for name in section]
    assert sorted([*names, "pulmu", "id"]) == sorted(attributes_of(Programme))
