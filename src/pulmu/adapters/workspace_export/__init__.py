"""An export of everything a company owns: a zip any system opens, and the text that explains it."""

from pulmu.adapters.workspace_export.files import FolderExports
from pulmu.adapters.workspace_export.read_me import read_me

__all__ = ["FolderExports", "read_me"]
