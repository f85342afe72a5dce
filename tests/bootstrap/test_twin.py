"""Which engine runs a line: the kernel, or the oracle where numba is missing, and then the user is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pulmu
from pulmu.bootstrap.twin import kernel_files, line_engine, runs_plainly
from pulmu.twin.oracle import run_plainly

BLOCKED = "import sys\nsys.modules['numba'] = None\nsys.modules['llvmlite'] = None\n"
ASKED = ("simulate", "fasteners", "--days", "2", "--json")


def said(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False,
                          env=os.environ | {"PYTHONIOENCODING": "utf-8"})  # fmt: skip


def simulated(before: str, *more: str) -> subprocess.CompletedProcess[str]:
    return said(f"{before}import sys\nfrom pulmu.main import main\nsys.argv = {['pulmu', *ASKED, *more]}\nmain()\n")


def test_the_kernel_runs_where_numba_is() -> None:
    assert not runs_plainly(line_engine())
    assert runs_plainly(run_plainly)


def test_compiled_code_is_kept_apart_by_every_file_that_is_compiled() -> None:
    files = Path(str(pulmu.__file__)).parent.rglob("*.py")
    compiled = {file for file in files if "tabu.compiled import" in file.read_text("utf-8")}
    assert {"state.py", "hunt.py", "search.py"} <= {file.name for file in compiled}
    assert compiled <= set(kernel_files())


def test_the_oracle_runs_where_numba_is_not() -> None:
    done = said(f"{BLOCKED}from pulmu.bootstrap.twin import line_engine\nprint(line_engine().__name__)\n")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "run_plainly", "")


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "The compiler numba is not there"), ("ko", "numba를 설치하세요")]
)  # fmt: skip
def test_a_user_without_numba_is_told_and_gets_the_same_answer(lang: str, words: str) -> None:
    without, with_it = simulated(BLOCKED, "--lang", lang), simulated("", "--lang", lang)
    assert (without.returncode, with_it.returncode) == (0, 0), without.stderr
    assert words in without.stderr
    assert words not in with_it.stderr
    assert without.stdout == with_it.stdout


def test_a_kernel_that_is_broken_is_told_and_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pulmu.twin.kernel", None)
    line_engine.cache_clear()
    try:
        with pytest.raises(ImportError):
            line_engine()
    finally:
        line_engine.cache_clear()
