"""What is forked from a process that has it loaded ends, is killed and speaks as what is started from nothing."""

import os
import signal
import tempfile
from pathlib import Path

import pytest
from tests.surface.command import environment, in_subprocess
from tests.surface.opener import begin
from tests.surface.served import Served

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked here")


@pytest.mark.parametrize("arguments", [("version",), ("serve", "--host", "0.0.0.0"), ("no", "such", "command")])
def test_it_says_and_ends_as_from_nothing(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    expected = in_subprocess(*arguments, PULMU_LANG="ko")
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = begin(list(arguments), environment(PULMU_LANG="ko"), log.fileno())
        out, _ = process.communicate(timeout=30)
        log.seek(0)
        assert (process.returncode, out, log.read()) == (expected.code, expected.out, expected.err)


def test_a_killed_one_tells_by_what_and_others_stay(tmp_path: Path) -> None:
    one, other = Served(tmp_path / "one", "--workers", "0"), Served(tmp_path / "other", "--workers", "0")
    try:
        one.process.kill()
        assert one.process.wait(timeout=10) == -signal.SIGKILL
        assert other.process.poll() is None
        assert other.ask("GET", "/healthz")
        assert other.stop()[0] == 0
    finally:
        one.end()
        other.end()
