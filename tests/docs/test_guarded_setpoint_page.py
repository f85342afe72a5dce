"""The files on the page about writing a guarded setpoint can be read, and both languages say the same."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from tests.docs.pages import ROOT, blocks

from pulmu.adapters.line_file import read_line_bytes
from pulmu.model.document import Document
from pulmu.model.guard_people import GuardPeople
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.setpoint import SetpointProgramme
from pulmu.services.control.people import check_together, read_people
from pulmu.twin.control import read_profile, read_programme

PAGES = {"en": "write-a-guarded-setpoint.md", "ko": "write-a-guarded-setpoint.ko.md"}


def page_of(lang: str) -> Path:
    return ROOT / "docs" / "howto" / PAGES[lang]


def document(lang: str, kind: str) -> Document:
    """The one file of its kind on a page."""
    body = next(item.body for item in blocks(page_of(lang)) if item.body.startswith(f"pulmu: {kind}/1"))
    return read_line_bytes(body.encode(), f"{kind}.yaml")


def files_of(lang: str) -> tuple[GuardProfile, GuardPeople, SetpointProgramme]:
    profile = read_profile(document(lang, "guard")).unwrap()
    people = read_people(document(lang, "guard_people")).unwrap()
    return profile, people, read_programme(document(lang, "setpoints"), profile).unwrap()


@pytest.mark.parametrize("lang", PAGES)
def test_the_files_can_be_read_and_go_together(lang: str) -> None:
    profile, people, programme = files_of(lang)
    assert check_together(profile, people, "limits", "people") == []
    assert programme.groups[0].setpoints[0].tag in {item.tag for item in profile.limits}


def test_both_languages_say_the_same() -> None:
    english, korean = files_of("en"), files_of("ko")
    assert replace(korean[0], made_by=english[0].made_by) == english[0]
    assert [(item.id, item.roles, item.key) for item in korean[1].people] == [
        (item.id, item.roles, item.key) for item in english[1].people
    ]
    assert korean[2] == english[2]


@pytest.mark.parametrize("lang", PAGES)
def test_what_the_page_shows_is_what_the_commands_say(lang: str) -> None:
    page = page_of(lang).read_text("utf-8")
    words = tomllib.loads((ROOT / "src" / "pulmu" / "locale" / "data" / f"cli.{lang}.toml").read_text("utf-8"))
    guard = words["cli"]["guard"]
    for said in (guard["serving"], guard["read_only"], guard["state"], guard["interlock"], guard["ended"]["verified"]):
        parts = [part.strip() for part in re.split(r"\{[^}]*\}", said)]
        assert [part for part in parts if part not in page] == []
