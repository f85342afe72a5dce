"""A plant of 500 tags, a new value of each a second, kept by MQTT with Sparkplug B while its link is lost three times.

The edge node, mosquitto and `pulmu plant keep` are processes of their own; the link that is lost is that from the
broker to the keeper. Every value the node published is looked for, as in `live_plant`.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from tests.emulated import free_port
from tests.soak.live_link import Link, Loss
from tests.soak.live_plant import LATEST, LOSSES, Try, keep, serving
from tests.soak.outcome import Outcome

TAGS, MINUTES = 500, 5.0


def campaign(minutes: float | None) -> Outcome:
    """Five minutes, or as long as asked."""
    with tempfile.TemporaryDirectory() as folder:
        return keep_by_broker(Path(folder), TAGS, 60 * (minutes or MINUTES), LOSSES)


def keep_by_broker(
    folder: Path, tags: int, seconds: float, losses: Sequence[tuple[float, Loss, float]], latest: float = LATEST
) -> Outcome:  # fmt: skip
    """Keep so many tags for so long with these losses, and look for every value."""
    if found_broker() is None:
        return Outcome("not tried: mosquitto is not installed", "nothing", is_good=False)
    # dated by the edge node: Sparkplug has no time of a server, and what was received is when it reached the keeper
    tried = Try(tags, seconds, losses, latest, "over MQTT with Sparkplug B (mosquitto)", dated_by="at")
    with (
        _broker(folder) as port,
        serving("live_edge", folder, tags, port) as (edge, address),
        closing(Link(port)) as link,
    ):
        return keep(folder, tried, edge, address.replace(f":{port}/", f":{link.port}/"), link)


def found_broker() -> str | None:
    """The program of the broker."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def _broker(folder: Path) -> Iterator[int]:
    port, settings = free_port(), folder / "mosquitto.conf"
    settings.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n", encoding="utf-8")
    command = [str(found_broker()), "-c", str(settings)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        yield port
    finally:
        process.kill()
        process.wait(timeout=10)
