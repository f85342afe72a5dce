"""`pulmu template`, `check` and `report` with workbooks, as a user runs them."""

import io
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
import xlsxwriter
from tests.surface.command import COMMAND, environment

from pulmu.adapters.plant_workbook import write_template


def large_workbook() -> bytes:
    """A workbook of a quarter of a million cells: it takes a while to read."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("own")
    for row in range(8_000):
        for column in range(30):
            sheet.write_number(row, column, row * column)
    book.close()
    return buffer.getvalue()


@pytest.mark.skipif(os.name != "posix", reason="an interrupt is sent by POSIX means")
def test_ctrl_c_while_a_workbook_is_read_ends_in_one_line_and_leaves_no_child(tmp_path: Path) -> None:
    file = tmp_path / "big.xlsx"
    file.write_bytes(large_workbook())
    if not Path("/proc").is_dir():
        pytest.skip("needs /proc")
    with subprocess.Popen(
        [*COMMAND, "check", str(file)], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        deadline = time.monotonic() + 30
        while not (found := children.read_text().split()) and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert len(found) == 1
    assert process.returncode == 130
    assert out == ""
    assert err == "Stopped. Files are written whole or not at all.\n"
    time.sleep(0.2)
    left = Path(f"/proc/{found[0]}/stat")
    assert not left.exists() or left.read_text().split()[2] == "Z"


def test_a_template_is_never_written_over_a_file(tmp_path: Path) -> None:
    file = tmp_path / "plant.xlsx"
    file.write_bytes(b"mine")
    done = subprocess.run([*COMMAND, "template", str(file)], env=environment(), capture_output=True, check=False)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert file.read_bytes() == b"mine"


def test_the_template_is_the_same_each_time() -> None:
    assert write_template("ko") == write_template("ko")
