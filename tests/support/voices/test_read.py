"""A difficulty and a theme are read with everything that is wrong with them."""

from typing import Any

import pytest

from pulmu.model import Document
from pulmu.support.voices import read_theme, read_voice

THEME = {"id": "grace", "title": "유예"}


def test_only_what_there_is_can_be_named() -> None:
    tree = {"id": "v", "title": "x", "programmes": ["ai_voucher", "nothing"], "parameters": ["size.nothing"]}
    document = Document(tree, "")
    assert read_voice(document).problems == ()
    found = read_voice(document, {"ai_voucher"}, {"size.grace_years"}).problems
    assert [(item.code, item.place) for item in found] == [
        ("voice.name_unknown", "programmes[1]"), ("voice.name_unknown", "parameters[0]"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({}, []),
        ({"status": "not_taken_up"}, ["voice.no_reason"]),
        ({"status": "not_taken_up", "reason": " "}, ["voice.no_reason"]),
        ({"status": "not_taken_up", "reason": "법 밖입니다"}, []),
        ({"status": "proposed"}, ["voice.no_proposal"]),
        ({"status": "computed"}, ["voice.no_proposal", "voice.no_effect"]),
        ({"status": "computed", "reform": "grace5", "effect": 1}, []),
        ({"effect": 1}, ["voice.effect_alone"]),
        ({"voices": ["a" * 32, "b" * 32, "a" * 32]}, ["voice.gathered_twice"]),
    ],
)
def test_a_theme_says_why_and_what_it_was_turned_into(more: dict[str, Any], codes: list[str]) -> None:
    assert [item.code for item in read_theme(Document({**THEME, **more}, "")).problems] == codes
