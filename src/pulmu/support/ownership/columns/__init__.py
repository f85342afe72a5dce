"""Owners and relatives of every firm of a population, as Ibis expressions over tables of firms and links."""

from pulmu.support.ownership.columns.owners import owners
from pulmu.support.ownership.columns.relatives import relatives

__all__ = ["owners", "relatives"]
