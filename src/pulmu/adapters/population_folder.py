"""The populations of a place: a folder each, which appears whole and is never changed (`population_store`)."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pulmu.adapters._parts import store_errors
from pulmu.model import PulmuError
from pulmu.services.population import PopulationManifest
from pulmu.services.population_engine import PopulationEngine
from pulmu.services.populations import ListedPopulation, unknown_population

_NAME = re.compile(r"\w[\w.\-]{0,79}")
_Stamp = tuple[int, int, int]

Read = Callable[[Path], PopulationManifest]
"""The manifest of a population whose files are there in full."""


@dataclass
class FolderPopulations:
    """Reads the manifest of each once, and again where another stands in its place.

    Parameters
    ----------
    read, read_through : The manifest of a population; the second compares the hash of every file.
    opened : What computes over one.
    """

    folder: Path
    read: Read
    read_through: Read
    opened: Callable[[Path], PopulationEngine]
    _seen: dict[str, tuple[_Stamp, ListedPopulation]] = field(default_factory=dict)

    def known(self) -> tuple[ListedPopulation, ...]:
        """All of them, by name."""
        with store_errors(self.folder):
            homes = self.folder.iterdir() if self.folder.is_dir() else ()
            names = sorted(home.name for home in homes if _NAME.fullmatch(home.name) and home.is_dir())
        return tuple(self._listed(name) for name in names)

    def find(self, name: str) -> ListedPopulation:
        """One of them."""
        if not (_NAME.fullmatch(name) and (self.folder / name).is_dir()):
            raise unknown_population(name)
        return self._listed(name)

    def open(self, name: str) -> PopulationEngine:
        """What computes over one, its files as they were written."""
        self.find(name)
        self.read_through(self.folder / name)
        return self.opened(self.folder / name)

    def _listed(self, name: str) -> ListedPopulation:
        try:
            at = (self.folder / name / "manifest.json").stat()
            stamp = (at.st_mtime_ns, at.st_size, at.st_ino)
        except OSError:
            stamp = (0, 0, 0)
        known = self._seen.get(name)
        if known is None or known[0] != stamp or known[1].problems:
            known = self._seen[name] = (stamp, self._looked_at(name))
        return known[1]

    def _looked_at(self, name: str) -> ListedPopulation:
        home = self.folder / name
        try:
            manifest = self.read(home)
            with store_errors(home), (home / "manifest.json").open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except PulmuError as error:
            return ListedPopulation(name, "", None, error.problems)
        return ListedPopulation(name, sha256, manifest)
