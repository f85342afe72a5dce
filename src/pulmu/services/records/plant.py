"""Plants of a company, in versions that are only ever added, and the evidence behind them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

SecrecyClass = Literal["open", "internal", "secret", "core_technology"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantRecord:
    """A plant: its name and its newest version."""

    id: str
    name: str
    created: datetime
    version: int
    archived: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantVersion:
    """A plant as it stood at one moment.

    Parameters
    ----------
    number : 1, 2, 3; a version is never changed.
    content : The plant's file as JSON, complete or not: a draft may have problems.
    file_name : Name of the file it came from; problems name their place in it.
    sha256 : Hash of the content.
    """

    plant: str
    number: int
    at: datetime
    author: str
    content: str
    file_name: str
    sha256: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRecord:
    """A file somebody gave, by the hash of its content; the same content given twice is kept once.

    Parameters
    ----------
    secrecy : How it is to be treated; it travels with every export.
    """

    sha256: str
    name: str
    media_type: str
    size: int
    at: datetime
    author: str
    secrecy: SecrecyClass = "internal"
