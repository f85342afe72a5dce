"""A plant of 5,000 tags, each with a new value a second, kept over OPC UA while its link is lost three times.

The server writes every value with its time into a list of its own before it shows it, in a process of its own; `pulmu
plant keep` keeps what arrives, in another; the link between them is passed on by this one, which cuts it: closed and
nobody answers, silent without a word, closed at once. Afterwards every single value of the list is looked for: it is
in the store once, or lies in a gap that is marked for its tag.
"""

import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from tests.soak.live_link import Link, Loss
from tests.soak.live_server import RECORD, wide_tags
from tests.soak.live_watch import Load, Reader, share
from tests.soak.outcome import Outcome

from pulmu.adapters.sample_store import SqliteSampleStore

ROOT = Path(__file__).parents[2]
TAGS, MINUTES, ON_SCREEN = 5000, 10.0, 500
LOSSES: tuple[tuple[float, Loss, float], ...] = ((0.25, "refused", 10.0), (0.5, "silent", 12.0), (0.75, "cut", 0.0))
"""When, as a part of the run; how; for how long. [s]"""
LATEST, GROWTH = 1.0, 1.0
"""Age at which 99 in 100 values on a screen are seen at the latest [s]; growth of memory that is none. [MB/min]"""
Truth = np.dtype([("tag", "<i4"), ("at", "<i8"), ("value", "<f8")])


def campaign(minutes: float | None) -> Outcome:
    """Ten minutes, or as long as asked."""
    with tempfile.TemporaryDirectory() as folder:
        return keep_wide_plant(Path(folder), TAGS, 60 * (minutes or MINUTES), LOSSES)


@dataclass(frozen=True)
class Try:
    """What is tried.

    Parameters
    ----------
    losses : When, as a part of the time; how; for how long. [s]
    latest : Age at which 99 in 100 values on a screen are seen at the latest; a busy machine says little of it. [s]
    dated_by : Time stamp by which a value's age is told: `received` of the server, or `at` of the device.
    """

    tags: int
    seconds: float
    losses: Sequence[tuple[float, Loss, float]]
    latest: float
    how: str = "over OPC UA (SignAndEncrypt)"
    dated_by: Literal["received", "at"] = "received"


def keep_wide_plant(
    folder: Path, tags: int, seconds: float, losses: Sequence[tuple[float, Loss, float]], latest: float = LATEST
) -> Outcome:  # fmt: skip
    """Keep so many tags for so long with these losses, and look for every value."""
    tried = Try(tags, seconds, losses, latest)
    with serving("live_server", folder, tags) as (server, address), closing(Link(_port(address))) as link:
        return keep(folder, tried, server, address.replace(str(_port(address)), str(link.port)), link)


def keep(folder: Path, tried: Try, server: "subprocess.Popen[str]", address: str, link: Link) -> Outcome:
    """Keep what is served at an address behind a link, and look for every value."""
    kept = folder / "kept.sqlite"
    names = [tag.name for tag in wide_tags(tried.tags)]
    keeper = _keeper(address, folder, kept)
    reader = Reader(kept, names[:ON_SCREEN], dated_by=tried.dated_by)
    try:
        _wait_for(kept)
        (folder / "go").touch()
        loads = _run(link, (Load(server.pid), Load(keeper.pid)), tried.seconds, tried.losses)
        (folder / "stop").touch()
        time.sleep(3.0)
    finally:
        reader.stop()
        keeper.terminate() if os.name != "posix" else keeper.send_signal(2)
        said, _ = keeper.communicate(timeout=60)
    return _outcome(compare(folder / "truth.bin", kept, names), loads, reader, said, tried)


def _run(
    link: Link, loads: tuple[Load, Load], seconds: float, losses: Sequence[tuple[float, Loss, float]]
) -> tuple[Load, Load]:  # fmt: skip
    begun = time.monotonic()
    events = sorted(
        [(part * seconds, kind) for part, kind, _ in losses]
        + [(part * seconds + long, None) for part, _, long in losses],
        key=lambda item: item[0],
    )
    while (passed := time.monotonic() - begun) < seconds:
        while events and events[0][0] <= passed:
            _, kind = events.pop(0)
            link.mend() if kind is None else link.lose(kind)
        for load in loads:
            load.look()
        time.sleep(0.2)
    return loads


def _wait_for(kept: Path) -> None:
    """Wait for the first value that is kept."""
    for _ in range(600):
        if kept.exists() and kept.with_name(kept.name + "-wal").exists():
            with closing(SqliteSampleStore(kept)) as store:
                if store.watched_until() is not None and store.extent() is not None:
                    return
        time.sleep(0.2)
    raise TimeoutError("nothing was kept within two minutes")


@dataclass(frozen=True)
class Compared:
    """What became of the values of the server's list, from the first that was kept of each tag.

    Parameters
    ----------
    made : All values of the list, those before it too.
    """

    made: int
    shown: int
    once: int
    in_gaps: int
    lost: int
    other: int
    gaps: int
    longest: float
    example: str
    by_tag: Mapping[str, Sequence[tuple[float, float]]]

    @property
    def is_good(self) -> bool:
        return self.once > 0 and not self.lost and not self.other


def compare(truth: Path, kept: Path, names: Sequence[str]) -> Compared:
    """Look for every value of the list: kept once, in a gap, or lost; and for what is kept and was never shown."""
    shown = np.frombuffer(truth.read_bytes()[: truth.stat().st_size // RECORD.size * RECORD.size], dtype=Truth)
    numbers = {name: number for number, name in enumerate(names)}
    with closing(SqliteSampleStore(kept)) as store:
        rows = np.array(
            store._base.execute("SELECT tag, at, value FROM sample WHERE code = 1").fetchall(), dtype=np.float64
        )  # a double holds microseconds of this century to one in eight
        exact = np.array(store._base.execute("SELECT at FROM sample WHERE code = 1").fetchall(), dtype=np.int64)[:, 0]
        by_id = {number: numbers[name] for (name, _), number in store._tags.items()}
        gaps = store.gaps()
    tags = np.array([by_id[int(number)] for number in rows[:, 0]], dtype=np.int64)
    key, kept_key = _key(shown["tag"], shown["at"]), _key(tags, exact)
    order = np.argsort(kept_key, kind="stable")
    kept_key, kept_value = kept_key[order], rows[:, 2][order]
    place = np.searchsorted(kept_key, key).clip(max=len(kept_key) - 1)
    is_kept = (kept_key[place] == key) & (kept_value[place] == shown["value"])
    first = np.full(len(names), np.iinfo(np.int64).max)
    np.minimum.at(first, tags, exact)
    is_counted = shown["at"] >= first[shown["tag"]]
    in_gap = _in_gaps(shown, [(numbers[gap.tag], gap.start.timestamp(), gap.end) for gap in gaps])
    lost = is_counted & ~is_kept & ~in_gap
    other = len(kept_key) - int(np.isin(kept_key, key).sum()) + len(kept_key) - len(np.unique(kept_key))
    lengths = [(gap.end - gap.start).total_seconds() if gap.end else math.inf for gap in gaps]
    by_tag: dict[str, list[tuple[float, float]]] = {}
    for gap in gaps:
        by_tag.setdefault(gap.tag, []).append((gap.start.timestamp(), gap.end.timestamp() if gap.end else math.inf))
    example = f"{names[shown['tag'][lost][0]]} at {shown['at'][lost][0]}" if lost.any() else ""
    return Compared(
        len(shown), int(is_counted.sum()), int((is_counted & is_kept).sum()),
        int((is_counted & ~is_kept & in_gap).sum()), int(lost.sum()), other, len(gaps), max(lengths, default=0.0),
        example, by_tag,
    )  # fmt: skip


def _key(tag: "np.ndarray", at: "np.ndarray") -> "np.ndarray":
    return tag.astype(np.int64) * (1 << 48) + (at.astype(np.int64) - 1_700_000_000_000_000)


def _in_gaps(shown: "np.ndarray", gaps: Sequence[tuple[int, float, object]]) -> "np.ndarray":
    found = np.zeros(len(shown), dtype=bool)
    order = np.lexsort((shown["at"], shown["tag"]))
    by_tag = shown[order]
    for tag, start, end in gaps:
        low, high = np.searchsorted(by_tag["tag"], [tag, tag + 1])
        stop = math.inf if end is None else end.timestamp()  # type: ignore[attr-defined]
        at = by_tag["at"][low:high] / 1e6
        found[order[low:high][(at >= start) & (at <= stop)]] = True
    return found


def _outcome(found: Compared, loads: tuple[Load, Load], reader: Reader, said: str, tried: Try) -> Outcome:
    tags, seconds, losses = tried.tags, tried.seconds, tried.losses
    end = max(load.times[-1] for load in loads)
    start = end - 0.8 * seconds
    slopes = [load.slope(start, end) for load in loads]
    ages = reader.ages(found.by_tag)
    late = share(ages, 0.99)
    beyond = max(found.gaps - tags * len(losses), 0)
    is_flat = seconds < 120 or slopes[1][0] - slopes[1][1] <= GROWTH  # of the keeper: the server is there to try it on
    kinds = ", ".join(f"{kind} for {long:g} s" for _, kind, long in losses)
    did = f"{tags:,} tags at 1 Hz for {seconds / 60:.3g} min {tried.how}, link lost: {kinds}"
    told = (
        f"{found.shown:,} values shown ({found.made / (tags * seconds):.0%} of what was due):"
        f" {found.once:,} kept once, {found.in_gaps:,} in {found.gaps:,} marked gaps"
        f"{f', {beyond:,} of them beyond those of the losses' if beyond else ''}"
        f" (longest {found.longest:.1f} s), {found.lost} lost, {found.other} that were never shown or twice"
        f"{'; lost: ' + found.example if found.example else ''}; {len(ages):,} values on a screen of"
        f" {len(reader.seen)}: median {share(ages, 0.5):.2f} s, 99 in 100 by {late:.2f} s, last"
        f" {share(ages, 1):.2f} s;"
        + "".join(
            f" {who} {load.cores(start, end):.2f} cores, {load.memory[-1]:.0f} MB, {slope:+.2f} ± {width:.2f} MB/min;"
            for who, load, (slope, width) in zip(("server", "keeper"), loads, slopes, strict=True)
        )
    ).rstrip(";")
    is_good = found.is_good and not beyond and late < tried.latest and is_flat and bool(said)
    return Outcome(did, told, is_good)


@contextmanager
def serving(module: str, folder: Path, *arguments: object) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A process that serves, and the address it says."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.soak.{module}", str(folder), *map(str, arguments)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env=_environment(),
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def _keeper(address: str, folder: Path, kept: Path) -> "subprocess.Popen[str]":
    order = ("plant", "keep", address, "--kept", kept, "--keys", folder / "keys" / "client", "--every", "0.2")
    return subprocess.Popen(
        [sys.executable, "-m", "pulmu", *map(str, order), "--lang", "en"],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env=_environment(),
    )  # fmt: skip


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", "PYTHONIOENCODING": "utf-8"}


def _port(address: str) -> int:
    return int(address.rsplit(":", 1)[1].split("/", maxsplit=1)[0])


if __name__ == "__main__":
    sys.stdout.write(f"{campaign(float(sys.argv[1]) if len(sys.argv) > 1 else None)}\n")
