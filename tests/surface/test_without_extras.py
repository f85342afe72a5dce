"""Without the extras `plant` and `shell` every command that needs one says so and ends with 3; all else works."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.shells import as_json, environment, prop, submodel

HIDDEN = ("basyx", "asyncua", "aiomqtt", "paho", "pymodbus", "lxml")
PLANT = "opc.tcp://127.0.0.1:1"
COMMANDS: dict[str, tuple[str, ...]] = {
    "outside.shell_not_installed": (
        "shell check FOLDER/shells.json",
        "shell export fasteners --out FOLDER/out.aasx",
    ),
    "live.not_installed": (
        "plant emulate fasteners",
        f"plant watch {PLANT}",
        "plant watch mqtt://127.0.0.1:1/group/node",
        f"plant keep {PLANT} --kept FOLDER/kept.sqlite",
        f"plant map {PLANT} fasteners",
        f"plant shadow {PLANT} fasteners",
    ),
}
SAYS = {
    "outside.shell_not_installed": 'install Pulmu as ".[shell]"',
    "live.not_installed": 'pip install "pulmu[plant]"',
}
ASKED = [(code, command) for code, commands in COMMANDS.items() for command in commands]


@pytest.fixture
def without(tmp_path: Path) -> dict[str, str]:
    """Surroundings in which the packages are not there, for a process and for its children."""
    hook = tmp_path / "hidden" / "sitecustomize.py"
    hook.parent.mkdir()
    hook.write_text(f"import sys\nfor name in {HIDDEN!r}:\n    sys.modules[name] = None\n", encoding="utf-8")
    (tmp_path / "shells.json").write_bytes(as_json(environment(submodel(prop("a")))))
    return {**os.environ, "PYTHONPATH": str(hook.parent), "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}


def answered(asked: tuple[str, ...], surroundings: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *asked]
    return subprocess.run(
        command, env=surroundings, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=300,
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(("code", "command"), ASKED, ids=[command for _, command in ASKED])
def test_a_command_says_what_is_missing(code: str, command: str, without: dict[str, str], tmp_path: Path) -> None:
    words = command.replace("FOLDER", str(tmp_path)).split()
    before = sorted(tmp_path.rglob("*"))
    done = answered(("-m", "pulmu", *words, "--lang", "en"), without, tmp_path)
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert SAYS[code] in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before, "nothing is left behind"


@pytest.mark.parametrize("missing", ["asyncua", "aiomqtt"])
def test_one_of_several_that_is_missing_is_told_too(missing: str, without: dict[str, str], tmp_path: Path) -> None:
    hook = Path(without["PYTHONPATH"]) / "sitecustomize.py"
    hook.write_text(f"import sys\nsys.modules[{missing!r}] = None\n", encoding="utf-8")
    done = answered(("-m", "pulmu", "plant", "watch", "mqtt://127.0.0.1:1/group/node"), without, tmp_path)
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert "Traceback" not in done.stderr


def test_all_else_is_there_without_them(without: dict[str, str], tmp_path: Path) -> None:
    shown = answered(("-m", "pulmu", "--help"), without, tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    for group in ("shell", "plant", "guard", "limits"):
        assert f"  {group} " in shown.stdout
    served = (
        "from pathlib import Path; from pulmu.bootstrap.place import open_place; import pulmu.main, pulmu.web.app; "
        "place = open_place(Path('place')); print([item.code for item in place.shells.missing()]); place.close()"
    )
    done = answered(("-c", served), without, tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "['outside.shell_not_installed']"), done.stderr
