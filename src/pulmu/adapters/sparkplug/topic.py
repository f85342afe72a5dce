"""Topics of Sparkplug B: ``spBv1.0/group/VERB/edge node[/device]``."""

from typing import NamedTuple

NAMESPACE = "spBv1.0"
NODE, DEVICE = ("NBIRTH", "NDEATH", "NDATA", "NCMD"), ("DBIRTH", "DDEATH", "DDATA", "DCMD")


class Topic(NamedTuple):
    """Who says what; `device` is empty for the edge node itself."""

    group: str
    verb: str
    node: str
    device: str = ""

    def __str__(self) -> str:
        """As it is published under."""
        return "/".join((NAMESPACE, self.group, self.verb, self.node, *((self.device,) if self.device else ())))


def read_topic(text: str) -> Topic | None:
    """What a topic says; None where it is none of an edge node or a device."""
    parts = text.split("/")
    if len(parts) not in (4, 5) or parts[0] != NAMESPACE or not all(parts) or any(sign in text for sign in "+#\0"):
        return None
    found = Topic(parts[1], parts[2], parts[3], parts[4] if len(parts) == 5 else "")
    return found if found.verb in (DEVICE if found.device else NODE) else None
