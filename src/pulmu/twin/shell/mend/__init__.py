"""Mends what breaks a constraint of the metamodel, where that is safe, and tells every repair."""

from pulmu.twin.shell.mend.walk import mend_environment

__all__ = ["mend_environment"]
