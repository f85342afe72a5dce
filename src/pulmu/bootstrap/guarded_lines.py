"""The guards of a place's lines: their desks, the reports that open them, and what proves setpoints for them.

Beside the file of samples of a link, PRESS.samples or whatever it is called, stand two more of the same name:
PRESS.shadow.json, the report of watching, and, where the plant has furnaces or bounds, PRESS.settings.yaml.
The keys of the place stand among its other keys: `gate`, by which it speaks for people, and `prover`.
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.model import InputError, OutsideError, decode, has_errors

if TYPE_CHECKING:
    from pulmu.model.emulation import Emulation
    from pulmu.model.tag import Sample
    from pulmu.services.access.actor import Actor
    from pulmu.services.control.desk import GuardDesk
    from pulmu.services.control.prove import Proven
    from pulmu.services.control.signed_proof import SignedProof
    from pulmu.services.guarded_lines.proofs import ControlTools, ProofWish
    from pulmu.services.guarded_lines.reach import Reach
    from pulmu.services.lines.shelf import KeptLine
    from pulmu.services.live.shadow_gate import ShadowGate
    from pulmu.services.live.shadow_report import ShadowReport
    from pulmu.services.live_links.followed import Followed
    from pulmu.services.records.live_link import LiveLink
    from pulmu.services.records.store import Store
    from pulmu.twin import Engine

GATE, PROVER = "gate", "prover"
AHEAD = timedelta(hours=4)
RUNS = 20
_BACK = timedelta(hours=2)
_CLOCK = "line/clock"
"""What an emulated plant says of its own hour of the week; a real one has the clock of the place."""


class LiveDesks:
    """Fulfils `Desks` by the live links of a place; a desk is opened once, and keeps its connection.

    Parameters
    ----------
    keys : Folder of the keys of the place.
    """

    def __init__(self, store: "Store", keys: Path) -> None:
        from pulmu.services.guarded_lines.beating import Beats

        self._store, self._keys = store, keys
        self._lock, self._open = threading.Lock(), dict[str, "GuardDesk"]()
        self._beats = Beats()

    def reach(self, workspace: str, kept: "KeptLine") -> "Reach":
        """What there is of the plant of a line."""
        from pulmu.services.guarded_lines.reach import Reach

        link = self.link(workspace, kept.id)
        if link is None:
            return Reach()
        shadow = gate_of(link, kept).problems if link.desk else ()
        return Reach(link=link.id, has_desk=bool(link.desk), shadow=shadow)

    def link(self, workspace: str, line: str) -> "LiveLink | None":
        """The live link of a line; the one with a desk, where it has several."""
        from pulmu.services.live_links.link import links_of

        found = [item for item in links_of(self._store, workspace) if item.line == line]
        return next((item for item in found if item.desk), found[0] if found else None)

    def desk(self, workspace: str, line: str) -> "GuardDesk":
        """The desk of a line's guard.

        Raises
        ------
        ControlRefused  There is none (`control.no_guard`).
        OutsideError  The key of the place cannot be read.
        """
        from pulmu.bootstrap.guard import open_desk
        from pulmu.services.guarded_lines.reach import no_guard

        link = self.link(workspace, line)
        if link is None or not link.desk:
            raise no_guard(line)
        key = self._keys / GATE
        with self._lock:
            if link.desk not in self._open:
                self._open[link.desk] = open_desk(folder_of(link.desk), str(key) if key.is_file() else None)
            return self._open[link.desk]

    def person(self, actor: "Actor") -> str:
        """People are told by the id of their account."""
        return actor.id

    def keep_beating(self, workspace: str, line: str, person: str, is_there: Callable[[], bool]) -> None:
        """Say that who commands is there, by the connection of the desk that commits."""
        from pulmu.services.guarded_lines.beating import Command

        self._beats.keep(workspace, line, Command(self.desk(workspace, line), person, is_there))


def folder_of(desk: str) -> Path:
    """The folder of a guard, by itself or by the socket that lies in it."""
    path = Path(desk)
    return path.parent if path.exists() and not path.is_dir() else path


def control_tools(desks: LiveDesks, keys: Path, engine: "Callable[[], Engine]") -> "ControlTools":
    """What a process needs that proves setpoints for the lines of a place."""
    from pulmu.services.guarded_lines.proofs import ControlTools

    return ControlTools(desks, LineProver(desks, keys / PROVER, engine))


class LineProver:
    """Fulfils `Prover`: from the samples of the live link of a line.

    Parameters
    ----------
    key : File of the key that signs proofs.
    """

    def __init__(self, desks: LiveDesks, key: Path, engine: "Callable[[], Engine]") -> None:
        self._desks, self._key, self._engine = desks, key, engine

    def __call__(
        self, wish: "ProofWish", tell: Callable[[int, int], None]
    ) -> "tuple[Proven, SignedProof]":  # fmt: skip
        """Prove a group of setpoints, from the plant as it stands.

        Raises
        ------
        InputError  Nothing that was read counts (`live.nothing_seen`), or the settings beside the samples are wrong.
        ControlRefused  The line has no link any more (`control.no_guard`).
        OutsideError  Samples or key cannot be read.
        """
        from pulmu.bootstrap.guard import sign_proven
        from pulmu.services.control.prove import prove
        from pulmu.services.guarded_lines.reach import no_guard

        link = self._desks.link(wish.workspace, wish.kept.id)
        if link is None:
            raise no_guard(wish.kept.id)
        engine = counting(self._engine(), tell, 2 * RUNS)
        now, followed = datetime.now(UTC), follow_link(link, wish.kept, engine)
        opened = gate_of(link, wish.kept)
        fitted = None if opened.model_at is None else datetime.fromtimestamp(opened.model_at, UTC)
        proven = prove(
            wish.kept.line, followed.settings, followed.snapshot, wish.group, wish.profile, engine, now=now,
            fitted_at=fitted, seconds=AHEAD.total_seconds(), replications=RUNS, standing=wish.standing,
            watched=opened, tag_map=_map_seal(link),
        )  # fmt: skip
        return proven, sign_proven(proven, str(self._key))


def counting(engine: "Engine", tell: Callable[[int, int], None], of: int) -> "Engine":
    """The same engine, which tells how many runs are done; whoever is told may end the work."""
    done = 0

    def run(plan: "object", ask: "object", replication: int) -> "object":
        nonlocal done
        done += 1
        tell(min(done, of - 1), of)
        return engine(plan, ask, replication)  # type: ignore[arg-type]

    return run  # type: ignore[return-value]


def follow_link(link: "LiveLink", kept: "KeptLine", engine: "Engine") -> "Followed":
    """How the plant of a link stands, by its kept samples: fulfils `Follow`.

    Raises
    ------
    InputError  Nothing that was kept lately counts (`live.nothing_seen`), or the settings beside the samples are wrong.
    OutsideError  The file cannot be read.
    """
    from pulmu.model.emulation import Emulation
    from pulmu.services.accounts.identify import ZONE
    from pulmu.services.live.emulate import check_emulation
    from pulmu.services.live.following import snapshot_of
    from pulmu.services.live_links.followed import Followed

    settings, now = settings_of(link), datetime.now(UTC).astimezone(ZONE)
    problems = check_emulation(kept.line, settings)
    if has_errors(problems) and _beside(link).is_file():
        raise InputError(*problems)
    settings = Emulation() if has_errors(problems) else settings  # called like a sample line, and is another
    samples, heard = kept_of(link, kept, now)
    heard = None if heard is None else heard.astimezone(ZONE)  # the hour of the week is that of the plant's own clock
    return Followed(snapshot_of(samples, kept.line, settings, engine, now=now, heard_at=heard), settings)


def kept_of(link: "LiveLink", kept: "KeptLine", now: datetime) -> "tuple[list[Sample], datetime | None]":
    """What was kept of the tags of a line lately, and until when it was heard of the plant at all.

    Raises
    ------
    OutsideError  The file cannot be read.
    """
    from pulmu.bootstrap.live import look_at_samples
    from pulmu.services.live.following import kept_samples
    from pulmu.services.live.twin_tags import twin_tags

    names = [*(tag.name for tag in twin_tags(kept.line)), _CLOCK]
    store = look_at_samples(Path(link.samples))
    try:
        return kept_samples(store, names, now, _BACK), store.watched_until()
    finally:
        store.close()


def settings_of(link: "LiveLink") -> "Emulation":
    """Furnaces and bounds of a plant, as they stand beside its samples; those of a sample line, of one.

    Raises
    ------
    InputError  Everything that is wrong with them.
    OutsideError  They cannot be read.
    """
    from pulmu.bootstrap.live import read_emulation
    from pulmu.model.emulation import Emulation

    own = _beside(link)
    document = read_emulation(link.line, str(own) if own.is_file() else None)
    if document is None:
        return Emulation()
    told = decode(Emulation, document)
    if has_errors(told.problems):
        raise InputError(*told.problems)
    return told.value


def _beside(link: "LiveLink") -> Path:
    return Path(link.samples).with_suffix(".settings.yaml")


def gate_of(link: "LiveLink", kept: "KeptLine") -> "ShadowGate":
    """Whether the report of watching beside the samples opens control of the line as it stands."""
    from pulmu.services.live.shadow_gate import ShadowCriteria, shadow_gate
    from pulmu.services.live.shadow_report import line_seal

    report = report_beside(link)
    return shadow_gate(
        report, ShadowCriteria(), now=datetime.now(UTC), model=line_seal(kept.line), tag_map=_map_seal(link)
    )


def report_beside(link: "LiveLink") -> "ShadowReport | None":
    """The report of watching that stands beside the samples of a link; None where there is none that can be read."""
    file = Path(link.samples).with_suffix(".shadow.json")
    try:
        return _report(file, file.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=100)
def _report(file: Path, _: int) -> "ShadowReport | None":
    """Read once for as long as the file is the same."""
    from pulmu.adapters.line_file import read_line_file
    from pulmu.services.live.shadow_report import ShadowReport

    try:
        told = decode(ShadowReport, read_line_file(str(file)))
    except (InputError, OutsideError):
        return None
    return None if has_errors(told.problems) else told.value


def _map_seal(link: "LiveLink") -> str:
    """The seal of the map of a link; empty where its tags are called as the twin calls them."""
    from pulmu.adapters.line_file import read_line_file
    from pulmu.model.tag_map import TagMap
    from pulmu.services.live.shadow_report import tag_map_seal

    return tag_map_seal(decode(TagMap, read_line_file(link.tag_map)).value) if link.tag_map else ""
