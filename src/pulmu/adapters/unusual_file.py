"""What was learned of a plant and what was unusual in it, in two files beside its kept samples."""

import json
import math
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pulmu.adapters._file import read_bytes
from pulmu.model import OutsideError
from pulmu.services.live.unusual import SecurityEvent
from pulmu.twin.live.novelty import Watch
from pulmu.twin.live.novelty_kept import read_watch, watch_tree

LARGEST = 200_000_000
LEARNED, LOG = ".learned.json", ".unusual.jsonl"


@dataclass(frozen=True, slots=True)
class UnusualFile:
    """Files beside `kept.sqlite`: `kept.sqlite.learned.json`, and `kept.sqlite.unusual.jsonl`, one event a line."""

    kept: Path

    @property
    def learned(self) -> Path:
        return self.kept.with_name(self.kept.name + LEARNED)

    @property
    def log(self) -> Path:
        return self.kept.with_name(self.kept.name + LOG)

    def load(self) -> tuple[Watch, int, int] | None:
        """What was learned, and how far samples and gaps were taken in; None before the first time.

        Raises
        ------
        OutsideError  It is damaged (`live.learned_damaged`).
        """
        if not self.learned.exists():
            return None
        try:
            tree: Any = json.loads(read_bytes(str(self.learned), LARGEST))
            return read_watch(tree["watch"]), int(tree["cursor"]), int(tree.get("gaps", 0))
        except (ValueError, KeyError, TypeError) as error:
            raise OutsideError.of(
                "live.learned_damaged", self.learned.name, f"what was learned of the plant cannot be read: {error}",
                "take the file away; it is learned anew from the kept samples", reason=str(error),
            ) from error  # fmt: skip

    def save(self, watch: Watch, cursor: int, gaps: int) -> None:
        """Keep what was learned; whoever reads sees it whole, as it was before or as it is now."""
        work = self.learned.with_name(f".{self.learned.name}-{secrets.token_hex(4)}.tmp")
        content = json.dumps(
            {"cursor": cursor, "gaps": gaps, "watch": watch_tree(watch)}, ensure_ascii=False, allow_nan=False
        )  # fmt: skip
        with _told(self.learned):
            with work.open("w", encoding="utf-8") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            work.replace(self.learned)

    def note(self, events: Sequence[SecurityEvent]) -> tuple[SecurityEvent, ...]:
        """Write events to the log, each once; returns those that were not in it."""
        known = {str(row.get("id")) for row in self.rows()}
        fresh = tuple(item for item in events if item.id not in known)
        if fresh:
            with _told(self.log), self.log.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(event_tree(item), ensure_ascii=False) + "\n" for item in fresh)
                file.flush()
                os.fsync(file.fileno())
        return fresh

    def rows(self) -> tuple[dict[str, Any], ...]:
        """All events of the log, as they were written; a line that was cut off by a loss of power is left out."""
        if not self.log.exists():
            return ()
        found = []
        for line in read_bytes(str(self.log), LARGEST).decode("utf-8", "replace").splitlines():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict):
                found.append(row)
        return tuple(found)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """What the disk says, as an `OutsideError`."""
    try:
        yield
    except OSError as error:
        raise OutsideError.of(
            "outside.cannot_write", str(file), f"it cannot be written: {error}",
            "make room, or see who may write there", reason=str(error),
        ) from error  # fmt: skip


def event_tree(item: SecurityEvent) -> dict[str, Any]:
    """An event as a tree of JSON; a score without end is null."""
    first = item.first
    return {
        "id": item.id, "at": item.at.isoformat(), "aspect": item.aspect, "tag": first.tag, "tags": list(item.tags),
        "seen": first.seen, "usual": list(first.usual), "unit": first.unit,
        "score": first.score if first.score < float("inf") else None, "threshold": first.threshold,
        "learned_since": None if math.isnan(first.since) else datetime.fromtimestamp(first.since, UTC).isoformat(),
    }  # fmt: skip
