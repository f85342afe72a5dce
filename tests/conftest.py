"""What all tests may use."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests import databases, executed_rules
from tests.communication_template import Filled, rod_mill

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
