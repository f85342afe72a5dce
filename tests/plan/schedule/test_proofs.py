"""The solver is an extra: nothing but a search asks for it, and without it that is told."""

import subprocess
import sys

import pytest

from pulmu.model import OutsideError
from pulmu.plan.schedule import Effort, Job, Operation, Shop, Way, proofs, shorten


def test_what_serves_a_place_is_loaded_without_the_solver() -> None:
    without = "import sys; sys.modules['ortools'] = None; import pulmu.web.app, pulmu.api.app, pulmu.workers"
    done = subprocess.run([sys.executable, "-c", without], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_search_without_it_is_refused_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs.importlib.util, "find_spec", lambda _: None)
    shop = Shop(("m",), (Job("a", (Operation((Way(0, 1),)),)),))
    with pytest.raises(OutsideError) as refused:
        shorten(shop, Effort(seconds=0.1, workers=1, seed=0))
    (found,) = refused.value.problems
    assert found.code == "outside.schedule_not_installed"
    assert ".[schedule]" in found.mend
