"""A child that reads a stranger's bytes can do nothing else, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from pulmu.adapters._untrusted import Limit, ask_child

DEEDS = {
    "open a socket": "import socket; socket.socket()",
    "ask a name server": "import socket; socket.getaddrinfo('localhost', 80)",
    "start a program": "import subprocess; subprocess.run(['true'])",
    "start a shell": "import os; os.system('true')",
    "write a file": "open('made', 'w').write('x')",
    "make a folder": "import os; os.mkdir('made')",
    "delete a file": "import os; os.remove('kept')",
}


def reader(tmp_path: Path, body: str, load: str = "pass") -> Path:
    file = tmp_path / "reader.py"
    head = f"from guard import RefusedError, answer\ndef load():\n    {load}\ndef read(data):\n"
    file.write_text(head + textwrap.indent(body, "    ") + "\nanswer(read, load)\n")
    return file


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_a_reader_may_not(deed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kept").write_text("x")
    monkeypatch.chdir(tmp_path)
    load = "import socket, subprocess, os"
    assert ask_child(reader(tmp_path, deed + "\nreturn {'done': 1}", load), b"", Limit(10)) == {
        "refused": "damaged",
        "where": "",
    }
    assert sorted(item.name for item in tmp_path.iterdir()) == ["kept", "reader.py"]


def test_it_answers_what_it_read(tmp_path: Path) -> None:
    assert ask_child(reader(tmp_path, "return {'size': len(data)}"), b"12345", Limit(10)) == {"size": 5}


@pytest.mark.skipif(os.name != "posix", reason="memory is limited by POSIX means")
def test_memory_is_limited(tmp_path: Path) -> None:
    found = ask_child(reader(tmp_path, "return {'size': len(bytes(600_000_000))}"), b"", Limit(10, 512_000_000))
    assert found == {"refused": "too_large", "where": ""}


@pytest.mark.parametrize("body", ["while True: pass", "import time; time.sleep(60)"])
def test_time_is_limited(body: str, tmp_path: Path) -> None:
    begun = time.monotonic()
    assert ask_child(reader(tmp_path, body), b"", Limit(1.0))["refused"] == "too_large"
    assert time.monotonic() - begun < 20


@pytest.mark.skipif(os.name != "posix", reason="an interrupt is sent by POSIX means")
def test_an_interrupt_leaves_no_child_behind(tmp_path: Path) -> None:
    child = reader(tmp_path, "import time; time.sleep(60)")
    parent = tmp_path / "parent.py"
    parent.write_text(
        "import sys\nfrom pathlib import Path\nfrom pulmu.adapters._untrusted import Limit, ask_child\n"
        f"ask_child(Path({str(child)!r}), b'', Limit(50))\n"
    )
    with subprocess.Popen([sys.executable, str(parent)], stderr=subprocess.DEVNULL) as started:
        deadline = time.monotonic() + 20
        while not (children := _children(started.pid, child)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(children) == 1
        time.sleep(0.5)  # the parent now waits for its answer
        started.send_signal(signal.SIGINT)
        started.wait(10)
    time.sleep(0.2)
    assert not Path(f"/proc/{children[0]}").exists() or _is_zombie(children[0])


def _children(pid: int, reader: Path) -> list[int]:
    """Children that run the reader: not one that is still a copy of its parent."""
    text = Path(f"/proc/{pid}/task/{pid}/children")
    if not text.exists():
        pytest.skip("needs /proc")
    found = [int(item) for item in text.read_text().split()]
    return [one for one in found if str(reader).encode() in Path(f"/proc/{one}/cmdline").read_bytes()]


def _is_zombie(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
