"""Files that are no plants: what is in them, and what stands at their name. Each in a process of its own."""

import codecs
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.surface.broken.corrupt import as_json, as_yaml, sample
from tests.surface.command import HANGUL, Answer, contents, in_subprocess, write_sample

from pulmu.adapters.samples import sample_text

SECONDS = 10
TEXT = sample_text("fasteners")
LINE = TEXT[: TEXT.index("period: 2026")].count("\n") + 1
TAGGED = TEXT.replace("period: 2026", "period: !!int 2026").encode()
TWICE = TEXT.replace("period: 2026", "period: 2026\nperiod: 2027").encode()
COMMA = as_json(sample("fasteners")).replace('"address": ', '"address": "",, ', 1).encode()
RUNNING = b"company: !!python/object/apply:os.system ['touch pwned']\n"
LAUGHS = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def check(file: Path, *more: str) -> Answer:
    return in_subprocess("check", file, "--json", *more, timeout=SECONDS)


CONTENT: list[tuple[str, str, bytes, str, str]] = [
    ("deep list", "yaml", b"[" * 100_000, "input.too_deep", "line 1"),
    ("deep list", "json", b"[" * 100_000, "input.too_deep", "line 1"),
    ("deep mapping", "json", b'{"a":' * 100_000, "input.too_deep", "line 1"),
    ("deep blocks", "yaml", b"".join(b" " * n + b"a:\n" for n in range(900)), "input.too_deep", "line 41"),
    ("a tag that would run", "yaml", RUNNING, "input.yaml_tag", "line 1"),
    ("a harmless tag", "yaml", TAGGED, "input.yaml_tag", f"line {LINE}"),
    ("billion laughs", "yaml", LAUGHS.encode(), "input.yaml_alias", "line 1"),
    ("merge key", "yaml", b"a: &a {x: 1}\nb: {<<: *a}\n", "input.yaml_alias", "line 1"),
    ("two documents", "yaml", (TEXT + "---\n" + TEXT).encode(), "input.several_documents", "line"),
    ("tab", "yaml", b"company:\n\tname: Hanbit\n", "input.yaml_syntax", "line 2"),
    ("key twice", "yaml", TWICE, "input.duplicate_key", f"line {LINE + 1}"),
    ("key twice", "json", b'{"period": 2026,\n "period": 2027}', "input.duplicate_key", "line 2"),
    ("empty", "yaml", b"", "input.empty_file", "plant.yaml"),
    ("empty", "json", b"  \n", "input.empty_file", "plant.json"),
    ("only comments", "yaml", b"# nothing yet\n", "input.empty_file", "plant.yaml"),
    ("a word", "yaml", b"hello\n", "input.not_a_mapping", "line 1"),
    ("a list", "json", b"[1, 2]", "input.not_a_mapping", "line 1"),
    ("bytes at random", "yaml", random.Random(1).randbytes(20_000), "input.encoding", "plant.yaml"),
    ("NUL", "yaml", b"company:\x00 x\n", "input.control_character", "line 1"),
    ("a workbook by its content", "yaml", b"PK\x03\x04" + b"x" * 100, "input.workbook_damaged", "plant.yaml"),
    ("a workbook cut short", "xlsx", b"PK\x03\x04", "input.workbook_damaged", "plant.xlsx"),
    ("a workbook by its name only", "xlsx", TEXT.encode(), "input.file_kind", "plant.xlsx"),
    ("a text by its name", "txt", TEXT.encode(), "input.file_kind", "plant.txt"),
    ("YAML in JSON's clothes", "json", TEXT.encode(), "input.json_syntax", "line 1"),
    ("comma twice", "json", COMMA, "input.json_syntax", "line 7"),
    ("six megabytes", "yaml", b"# padding\n" * 600_000, "input.file_too_large", "plant.yaml"),
    ("very many entries", "json", b"[" + b"0," * 400_000 + b"0]", "input.too_many_nodes", "line 1"),
    ("one endless word", "yaml", b"company: " + b"x" * 4_000_000, "input.missing_field", "line 1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("suffix", "data", "code", "place"),
    [pytest.param(*entry, id=f"{name} {entry[0]}") for name, *entry in CONTENT],
)
def test_a_file_that_is_no_plant(suffix: str, data: bytes, code: str, place: str, tmp_path: Path) -> None:
    file = tmp_path / f"plant.{suffix}"
    file.write_bytes(data)
    answer = check(file, "--lang", "ko")
    assert answer.code == 1
    told = [item for item in answer.problems() if item["code"] == code]
    assert told
    assert place in told[0]["place"]
    assert HANGUL.search(told[0]["message"])
    assert HANGUL.search(told[0]["mend"])
    assert len(answer.out) < 200_000
    assert [file] == list(tmp_path.iterdir())  # nothing ran


# What stands at the name


NO_FIFO = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFO")


def _nothing(path: Path) -> None:
    """The name of no file."""


@pytest.mark.parametrize(
    "make",
    [
        _nothing,
        Path.mkdir,
        pytest.param(getattr(os, "mkfifo", None), marks=NO_FIFO),
        lambda path: path.symlink_to(path),
    ],
    ids=["missing", "directory", "FIFO", "link to itself"],
)  # fmt: skip
def test_a_name_that_leads_to_no_file_is_an_outside_fault(make: Callable[[Path], object], tmp_path: Path) -> None:
    file = tmp_path / "plant.yaml"
    make(file)
    before = sorted(tmp_path.rglob("*"))
    commands = (("check", file), ("report", file, "--out", tmp_path / "out"), ("explain", file, "--good", "7318"))
    for command in commands:
        answer = in_subprocess(*command, "--json", timeout=SECONDS)
        # A folder that `report` gets is one of plants, and this one holds none: what was given is wrong, not the disk.
        empty_folder = command[0] == "report" and file.is_dir()
        code, told = (1, "input.no_plant_files") if empty_folder else (3, "outside.cannot_read")
        assert answer.code == code
        assert [item["code"] for item in answer.problems()] == [told]
        assert answer.problems()[0]["mend"]
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["pla\nnt.yaml", "\x1b[31mplant.yaml", "-plant.yaml", "공장 계획.yaml", "plant.YAML"])
def test_a_strange_name_is_no_obstacle(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(TEXT.replace("received: {value: 6250", "received: {value: -6250"), encoding="utf-8")
    answer = in_subprocess("check", file, timeout=SECONDS)
    assert answer.code == 1
    assert "\x1b" not in answer.err
    assert "is below 0" in answer.err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero on this system")
def test_a_device_without_end_is_not_read(tmp_path: Path) -> None:
    link = tmp_path / "plant.yaml"
    link.symlink_to("/dev/zero")
    assert check(link).code == 3


# Accepted


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("·", "-").encode("cp949"),
        TEXT.replace("\n", "\r\n").encode(),
        as_yaml(sample("fasteners")).encode(),
    ],
    ids=["UTF-8 with mark", "UTF-16 LE", "UTF-16 BE", "cp949", "Windows lines", "rewritten"],
)
def test_the_encodings_of_windows_are_read(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "plant.yaml"
    file.write_bytes(data)
    answer = check(file)
    assert answer.code == 0
    assert [item["code"] for item in answer.problems()] == ["carbon.precursor_unverified"]


def test_norway_is_a_country(tmp_path: Path) -> None:
    file = write_sample(tmp_path)
    file.write_text(TEXT.replace("country_of_origin: CN", "country_of_origin: NO"), encoding="utf-8")
    answer = in_subprocess("report", file, "--out", tmp_path / "out", "--json")
    assert answer.code == 0
    assert '"exempt_origin"' in answer.out
    assert '"country_of_origin": "NO"' in answer.out


# Writing


@pytest.mark.parametrize("blocked", ["a file", "below a file", "a folder with a folder of that name"])
def test_a_place_that_cannot_be_written_is_an_outside_fault_and_stays_as_it_was(blocked: str, tmp_path: Path) -> None:
    plant, out = write_sample(tmp_path), tmp_path / "out"
    if blocked == "a folder with a folder of that name":
        (out / "report.pdf").mkdir(parents=True)
    else:
        out.write_text("mine")
        out = out / "deeper" if blocked == "below a file" else out
    before = contents(tmp_path)
    answer = in_subprocess("report", plant, "--out", out, "--json")
    assert answer.code == 3
    assert [item["code"] for item in answer.problems()] == ["outside.cannot_write"]
    assert before == contents(tmp_path)
