"""A live plant of a workspace: which line it is, and where on the server its samples are kept."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveLink:
    """A link to a plant, written by who cares for the server; pages read the file of samples, never the plant.

    Parameters
    ----------
    line : Line of the workspace that the plant is, by id.
    samples : File that `pulmu plant keep` writes, on the server.
    desk : Socket of the guard's desk on the server; empty where nothing is controlled.
    tag_map : File that maps the plant's tags to the line; empty where they are called alike.
    """

    id: str
    workspace: str
    line: str
    name: str
    samples: str
    desk: str = ""
    tag_map: str = ""
    created: datetime
