"""Support programmes as rules: who may apply, what it pays, when it is open; read from data an officer can edit."""

from pulmu.support.programme.check import check_programme
from pulmu.support.programme.importer import import_programmes
from pulmu.support.programme.read import read_programme, read_programmes

__all__ = ["check_programme", "import_programmes", "read_programme", "read_programmes"]
