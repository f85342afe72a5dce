"""Which modules a start loads: counted by name, not by the clock."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.surface.command import environment, write_sample

from pulmu.bootstrap.population import make_population_in

DRAWING = {"matplotlib", "koreanize_matplotlib", "typst", "xlsxwriter", "rich", "openpyxl", "pypdf", "PIL"}
NUMBERS = {"numpy", "scipy"}
NETWORK = {"asyncua", "aiomqtt", "http.client", "urllib.request", "asyncio", "requests", "httpx"}

PROGRAM = """
import json, sys
before = set(sys.modules)
{start}
print(json.dumps(sorted(set(sys.modules) - before)), file=sys.stderr)
"""
RUN = """
sys.argv = ["pulmu", *{arguments!r}]
from pulmu.main import main
try:
    main()
except SystemExit as done:
    assert done.code == 0, done.code
"""


def loaded_by(start: str) -> set[str]:
    """Modules that a start loads on top of the interpreter's own, with the packages above them."""
    program = [sys.executable, "-c", PROGRAM.format(start=start)]
    done = subprocess.run(program, capture_output=True, text=True, env=environment(), timeout=30, check=False)
    names = json.loads(done.stderr.splitlines()[-1])
    assert done.returncode == 0, done.stderr
    return {*names, *(name.partition(".")[0] for name in names)}


def loaded_by_command(*arguments: object) -> set[str]:
    """Modules that a command loads."""
    return loaded_by(RUN.format(arguments=[str(argument) for argument in arguments]))


def test_importing_pulmu_loads_pulmu_alone() -> None:
    assert {"pulmu"} == loaded_by("import pulmu")


def test_the_help_page_loads_no_law_no_numbers_and_nothing_that_draws() -> None:
    loaded = loaded_by_command("--help")
    assert set() == loaded & (DRAWING | NUMBERS | NETWORK | {"yaml", "basyx", "lxml"})
    inside = {name for name in loaded if name.startswith("pulmu.")}
    assert set() == {name for name in inside if name.startswith(("pulmu.carbon", "pulmu.reference", "pulmu.adapters"))}


@pytest.mark.parametrize("command", ["version", "schema"])
def test_a_small_answer_loads_no_numbers_and_nothing_that_draws(command: str) -> None:
    loaded = loaded_by_command(command, *(["plant"] if command == "schema" else []))
    assert set() == loaded & (DRAWING | NETWORK)


@pytest.mark.parametrize("command", ["check", "explain"])
def test_checking_and_explaining_load_nothing_that_draws(command: str, tmp_path: Path) -> None:
    more = ("--good", "7318") if command == "explain" else ()
    loaded = loaded_by_command(command, write_sample(tmp_path), *more)
    assert set() == loaded & (DRAWING | NETWORK)


def test_a_place_without_providers_loads_nothing_that_asks_one(tmp_path: Path) -> None:
    loaded = loaded_by_command("serve", "--data", tmp_path / "data", "--settings")
    assert set() == loaded & {"authlib", "joserfc", "httpx2", "pulmu.adapters.identity_provider"}


def test_no_command_opens_a_connection(tmp_path: Path) -> None:
    loaded = loaded_by_command("report", write_sample(tmp_path), "--out", tmp_path / "out")
    assert set() == loaded & {"requests", "httpx", "aiohttp"}


def test_who_serves_a_place_and_who_does_its_jobs_load_nothing_that_computes_over_a_population() -> None:
    """That is loaded with the first comparison, and may not be installed where people are served."""
    loaded = loaded_by("import pulmu.api.app, pulmu.web.app, pulmu.workers")
    assert "pulmu.services.jobs.comparison" in loaded
    assert set() == loaded & {"ibis", "pyspark"}


def test_who_opens_a_population_and_asks_what_was_asked_before_loads_nothing_else(tmp_path: Path) -> None:
    """Rules of before are kept as SQL: neither what builds it, nor what other commands need."""
    folder = tmp_path / "population"
    make_population_in(folder, one_in=1_000, seed=1)
    asked = (
        "import os\n"
        f"os.environ['LOCALAPPDATA' if os.name == 'nt' else 'XDG_CACHE_HOME'] = {str(tmp_path / 'cache')!r}\n"
        "from pathlib import Path\n"
        "from pulmu.bootstrap.population import open_population\n"
        f"engine = open_population(Path({str(folder)!r}))\n"
        "engine.answers('all', lambda engine: engine.table('firms'))\n"
        "engine.close()"
    )
    assert "ibis" in loaded_by(asked)
    loaded = loaded_by(asked)
    assert "pulmu.adapters.population_engine" in loaded
    web = {"fastapi", "starlette", "pydantic", "uvicorn", "jinja2", "sqlalchemy"}
    assert set() == loaded & (DRAWING | NETWORK | web | {"ibis", "sqlglot", "scipy", "yaml", "pyarrow"})
    parts = {".".join(name.split(".")[:3]) for name in loaded if name.startswith("pulmu.")}
    ours = {"pulmu.bootstrap", "pulmu.model", "pulmu.adapters", "pulmu.services", "pulmu.support"}
    assert set() == {name for name in parts if ".".join(name.split(".")[:2]) not in ours}
    assert {"pulmu.services", "pulmu.services.population_engine"} == {
        name for name in parts if name.startswith("pulmu.services")
    }
