"""The Asset Administration Shell (IDTA 01001, 3.1) in plain values: read, mended, written; it knows no file format."""

from pulmu.twin.shell.environment import AssetAdministrationShell, ConceptDescription, Environment, Submodel
from pulmu.twin.shell.mend import mend_environment
from pulmu.twin.shell.notes import Notes, count_objects
from pulmu.twin.shell.read import NUMBER, read_environment
from pulmu.twin.shell.shape import objects_of
from pulmu.twin.shell.tree import tree_of

__all__ = [
    "NUMBER",
    "AssetAdministrationShell",
    "ConceptDescription",
    "Environment",
    "Notes",
    "Submodel",
    "count_objects",
    "mend_environment",
    "objects_of",
    "read_environment",
    "tree_of",
]
