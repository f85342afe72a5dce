"""Feeds a reader what nobody would send: in a process of its own, with a limit on its memory and on each answer.

A reader may answer, or refuse with problems that each have a code, a place and a way to mend. Anything else (another
exception, an answer that takes too long, memory beyond the limit, a problem without words) is a finding.

``python -m tests.soak.fuzz TARGET SECONDS ENGINE SEED`` runs one engine on one reader and prints one line of JSON:
``bytes`` is raw bytes, guided by coverage (atheris); ``edits`` is hypothesis on edits of whole files, inside zips too.
"""

import contextlib
import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MEMORY = 2_000_000_000
"""Address space of a fuzzing process and, by inheritance, of each child. [bytes]"""
SLOWEST = 70
"""Longest time an answer may take: a child may work 60 s. [s]"""
ENGINES = ("edits", "bytes")

Read = Callable[[bytes], object]


@dataclass(frozen=True)
class Target:
    """A reader and whole files to begin with.

    Parameters
    ----------
    own_process : Whether it reads in a child; bytes then go in through the front door, not by coverage.
    """

    name: str
    read: Read
    seeds: Callable[[], list[bytes]]
    own_process: bool = False


@dataclass
class Found:
    """What one run did."""

    tries: int = 0
    refused: int = 0
    slowest: float = 0.0
    findings: list[str] = field(default_factory=list)


class TooLongError(BaseException):
    """Not an Exception: no reader may catch it."""


def attempt(target: Target, data: bytes, found: Found) -> None:
    """One answer; whatever is no answer is noted."""
    from pulmu.model import InputError, OutsideError  # not before the fuzzer can instrument it

    begun = time.monotonic()
    found.tries += 1
    try:
        with _alarm():
            target.read(data)
    except (InputError, OutsideError) as error:
        found.refused += 1
        if not error.problems or any(not (item.code and item.message and item.mend) for item in error.problems):
            _note(found, data, "a refusal without words")
    except TooLongError:
        _note(found, data, f"no answer in {SLOWEST} s")
    except Exception as error:  # that is what is looked for
        _note(found, data, f"{type(error).__name__}: {error}")
    found.slowest = max(found.slowest, time.monotonic() - begun)


def _note(found: Found, data: bytes, what: str) -> None:
    if len(found.findings) < 20:
        kept = ROOT / "out" / "fuzz" / f"{abs(hash(data)):x}.bin"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(data)
        found.findings.append(f"{what[:200]} ({kept.relative_to(ROOT)})")


@contextlib.contextmanager
def _alarm() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise TooLongError

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(SLOWEST)
    try:
        yield
    finally:
        signal.alarm(0)


# Edits


TOKENS = [
    b"", b"0", b"-1", b"1e309", b"NaN", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\"", b"'", b",", b"\t", b"\r", b"\n\n",
    b"=1+1", b"&a", b"*a", b"!!python/object:os.system", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"24:00", b"00:00",
    b"2026-02-30", b"9999-12-31", b"0000-00-00", b"12,40", b"1" * 400, b"A" * 5_000, "합계".encode(), "０．５".encode(),
    b"kWh(", "\u202e".encode(), "\ud55c\uae00".encode("cp949"), b"{", b"[", b"- " * 50, b"\x1a",
]  # fmt: skip


def edited(data: bytes, chance: random.Random) -> bytes:
    """A whole file with a few places changed; in a zip, inside a part, so that the container still opens."""
    if data.startswith(b"PK") and chance.random() < 0.8:
        with contextlib.suppress(zipfile.BadZipFile):
            return _edited_part(data, chance)
    for _ in range(chance.randint(1, 6)):
        data = _edit(data, chance)
    return data


def _edited_part(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {item.filename: archive.read(item) for item in archive.infolist()}
    name = chance.choice(list(parts))
    for _ in range(chance.randint(1, 4)):
        parts[name] = _edit(parts[name], chance)
    if chance.random() < 0.1:
        parts.pop(chance.choice(list(parts)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return target.getvalue()


def _edit(data: bytes, chance: random.Random) -> bytes:
    at, length = chance.randint(0, len(data)), chance.choice((0, 1, 2, 4, 16, 64, 400))
    cut = data[at : at + length]
    kind = chance.randrange(6)
    if kind == 0:
        return data[:at] + chance.choice(TOKENS) + data[at + length :]
    if kind == 1:
        return data[:at] + chance.randbytes(length) + data[at + length :]
    if kind == 2:
        return data[:at] + cut * chance.choice((2, 3, 200)) + data[at + length :]
    if kind == 3:
        other = chance.randint(0, len(data))
        return data[:at] + data[other : other + length] + data[at + length :]
    if kind == 4:
        return data[:at]
    return data[:at] + data[at + length :]


def by_edits(target: Target, seconds: float, seed: int) -> Found:
    """Hypothesis draws whole files and edits of them, until the time is up."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis import strategies as st

    found, until, seeds = Found(), time.monotonic() + seconds, target.seeds()

    @seeded(seed)
    @settings(
        max_examples=10_000_000, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.sampled_from(seeds), st.randoms(use_true_random=False, note_method_calls=False), st.booleans())
    def run(data: bytes, chance: random.Random, is_whole: bool) -> None:
        if time.monotonic() > until:
            raise KeyboardInterrupt
        attempt(target, data if is_whole and chance.random() < 0.02 else edited(data, chance), found)

    with contextlib.suppress(KeyboardInterrupt):
        run()
    return found


def by_bytes(target: Target, seconds: float, seed: int) -> Found:
    """Raw bytes: guided by coverage where the reader runs in this process, else plain noise through its front door."""
    found, until = Found(), time.monotonic() + seconds
    if target.own_process:
        chance, seeds = random.Random(seed), target.seeds()
        while time.monotonic() < until:
            data = bytearray(chance.choice(seeds))
            for _ in range(chance.randint(1, 40)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            attempt(target, bytes(data), found)
        return found
    return _guided(target, seconds, seed, found)


def _guided(target: Target, seconds: float, seed: int, found: Found) -> Found:
    import tempfile

    import atheris  # type: ignore[import-not-found,unused-ignore]

    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(target.seeds()):
            (Path(corpus) / f"seed-{number}").write_bytes(data)
        flags = [f"-seed={seed}", "-rss_limit_mb=2000", "-max_len=60000", "-verbosity=0"]

        def one(data: bytes) -> None:
            if time.monotonic() > until:  # libFuzzer would end the process without a word
                _say(found)
                os._exit(0)
            attempt(target, bytes(data), found)

        atheris.Setup(["fuzz", *flags, corpus], one)
        until = time.monotonic() + seconds
        atheris.Fuzz()
    return found


def _say(found: Found) -> None:
    sys.stdout.write(json.dumps(told(found)) + "\n")
    sys.stdout.flush()


def told(found: Found) -> dict[str, Any]:
    """A run in plain values."""
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "tries": found.tries,
        "refused": found.refused,
        "slowest": round(found.slowest, 2),
        "megabytes": peak // 1024,
        "findings": found.findings,
    }


def run_one(name: str, seconds: float, engine: str, seed: int) -> dict[str, Any]:
    """One engine on one reader in a process of its own; a process that dies is a finding."""
    command = [sys.executable, "-m", "tests.soak.fuzz", name, str(seconds), engine, str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds + 300, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith('{"tries"')]
    if not lines:
        last = " ".join(done.stderr.split()[-40:])
        return {"tries": 0, "refused": 0, "slowest": 0.0, "megabytes": 0, "findings": [f"the process died: {last}"]}
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def _instrumented(engine: str) -> contextlib.AbstractContextManager[object]:
    """Coverage of our own code, where bytes are guided by it."""
    if engine != "bytes":
        return contextlib.nullcontext()
    import atheris  # type: ignore[import-not-found,unused-ignore]

    context: contextlib.AbstractContextManager[object] = atheris.instrument_imports(include=["pulmu", "yaml"])
    return context


def main() -> None:
    """One run, as `run_one` starts it."""
    name, seconds, engine, seed = sys.argv[1], float(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    with _instrumented(engine):
        from tests.soak.fuzz_targets import TARGETS
    target = TARGETS[name]
    found = (by_edits if engine == "edits" else by_bytes)(target, seconds, seed)
    _say(found)


if __name__ == "__main__":
    main()
