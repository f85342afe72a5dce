"""The command line as the tests of this folder call it."""

import pytest
from tests.surface.command import Pulmu, in_process


@pytest.fixture
def pulmu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pulmu:
    """`pulmu` as a function of its arguments, in this process, in English."""
    for name in ("PULMU_LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR", "PULMU_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return in_process(monkeypatch, capsys)
