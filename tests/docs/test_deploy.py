"""The files to run a place with: what they say holds of the program, and what they promise is in them."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from reference_pages.command_line import commands_of_app
from tests.docs.pages import ROOT

DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "pulmu.service"
WORST = 2.0
"""Exposure as `systemd-analyze security` counts it, from 0 to 10; below 2 it calls it OK."""


def settings() -> dict[str, str]:
    """Settings of the unit by name; of those that are given twice, all."""
    found: dict[str, str] = {}
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        name, sign, value = line.partition("=")
        if sign and not line.startswith("#"):
            found[name] = f"{found[name]} {value}" if name in found else value
    return found


def unit_of_here(folder: Path) -> Path:
    """The unit with a program that is there."""
    text = UNIT.read_text(encoding="utf-8").replace("/opt/pulmu/bin/pulmu", sys.executable)
    file = folder / "pulmu.service"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_unit_starts_the_program_with_options_it_has() -> None:
    words = shlex.split(settings()["ExecStart"])
    assert words[:2] == ["/opt/pulmu/bin/pulmu", "serve"]
    options = {option.name.partition("/")[0] for option in commands_of_app()["serve"][1]}
    assert {word for word in words if word.startswith("--")} <= options
    assert int(settings()["TimeoutStopSec"]) > 20, "requests that were begun are finished within 20 seconds"


@pytest.mark.parametrize("page", ["harden-a-place.md", "harden-a-place.ko.md"])
def test_what_the_guide_says_of_the_unit_is_in_it(page: str) -> None:
    text = (ROOT / "docs" / "howto" / page).read_text(encoding="utf-8")
    part = re.split(r"## (?:What the unit sets|유닛이 정하는 것)\n", text)[1].partition("\n## ")[0]
    left_out = {"MemoryDenyWriteExecute", "IPAddressDeny", "IPAddressAllow"}
    named = {name.partition("=")[0] for name in re.findall(r"`([A-Z]\w+(?:=[\w/]+)?)`", part)}
    assert named - left_out <= settings().keys()
    assert not left_out & settings().keys()
    options = {option.name.partition("/")[0] for option in commands_of_app()["serve"][1]} | {"--no-limits"}
    known = options | {"--system-admin"}
    assert set(re.findall(r"`(--[\w-]+)", text)) <= known


def test_the_unit_is_one_and_is_closed(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    file = unit_of_here(tmp_path)
    checked = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", file],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"exposure level for \S+: ([\d.]+)", told.stdout)
    assert found is not None, told.stderr
    assert float(found[1]) < WORST


def test_the_container_runs_as_nobody_of_note_and_loads_nothing_from_elsewhere() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]
    known = {
        "FROM",
        "WORKDIR",
        "COPY",
        "RUN",
        "USER",
        "ENV",
        "VOLUME",
        "EXPOSE",
        "STOPSIGNAL",
        "HEALTHCHECK",
        "ENTRYPOINT",
    }
    assert {name for name, _ in lines} <= known
    asked = dict(lines)  # of each the last: what the image ends with
    assert int(asked["USER"]) > 1000
    assert asked["STOPSIGNAL"] == "SIGTERM"
    assert all("latest" not in value and ":" in value for name, value in lines if name == "FROM")
    assert not re.search(r"curl|wget|https?://(?!127\.0\.0\.1)", text)
    assert "--constraint constraints.txt" in text
    entry = asked["ENTRYPOINT"]
    options = {option.name.partition("/")[0] for option in commands_of_app()["serve"][1]}
    assert set(re.findall(r"--[\w-]+", entry)) <= options
    for name, value in lines:
        if name == "COPY" and "--from" not in value:
            assert all((ROOT / source).exists() for source in value.split()[:-1])
