"""What all tests may use."""

import gc
import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests import databases, examples, executed_rules
from tests.communication_template import Filled, rod_mill
from tests.surface import opener

from pulmu.bootstrap.population import make_population_in

# How long an example takes says something of the machine, and nothing of the program: no test is timed.
settings.register_profile("pulmu", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pulmu")


def pytest_configure(config: pytest.Config) -> None:
    """Hold the map of rules and tests to what runs.

    A shell that begins the run behind itself has it ignore interrupts, and so all it starts; tests of Ctrl-C need them.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.pluginmanager.register(executed_rules.plugin(), "executed_rules")


LONGEST = tuple(
    f"tests/{name}.py"
    for name in (
        "surface/test_workbook_session", "surface/web/test_isolation", "surface/api/test_description",
        "adapters/test_official_workbook", "differential/test_random_plants",
        "adapters/test_plant_workbook", "surface/test_cli", "surface/web/test_plant_editor",
        "docs/test_what_if_page", "surface/odd_files/test_supplier_replies", "carbon/test_properties",
        "surface/web/test_line_questions_journey", "surface/odd_files/test_plant_workbooks",
        "soak/test_killed_takings", "surface/web/test_live_journey", "surface/api/test_isolation",
        "services/test_compare_reform", "soak/test_killed_jobs", "surface/web/test_reviews_journey",
        "services/control/test_campaign", "surface/api/test_log", "surface/test_demo",
        "surface/web/test_reforms_journey", "surface/test_reform_command", "surface/web/test_lines_journey",
        "soak/test_outages", "docs/test_reform_page", "support/rules/test_columns",
    )
)  # fmt: skip
"""Files that take longest: begun first, none of them is left for the end while the other process waits."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while tests and what they test are loaded: all of it stays."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give properties their examples, and put the longest files first."""
    examples.try_fewer(items)
    place = {file: number for number, file in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))


def pytest_collection_finish() -> None:
    """Never look again for garbage among modules and tests, which stay: whole collections took a second each."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let go of what was frozen: compiled modules look at the end whether anything of theirs is left."""
    opener.close()
    gc.unfreeze()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the repository; where it must be there, its absence is a failure."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        reason = "the folder `shared` is not beside the repository"
        if "shared" in os.environ.get("PULMU_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def template(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The Commission's communication template, filled in by a rod mill."""
    return rod_mill(shared, tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a running PostgreSQL server, one for all tests; each takes a database of its own on it."""
    yield from databases.server_url()


@pytest.fixture(scope="session")
def national(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousandth of the nation, one for all tests: 8,310 firms that do not exist. It is copied, never changed."""
    folder = tmp_path_factory.mktemp("population") / "national"
    make_population_in(folder, one_in=1000, seed=1)
    return folder
