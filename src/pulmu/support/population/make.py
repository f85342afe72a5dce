"""A synthetic national population, part by part: seeded, fitted to what is known, from arrays to arrays."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.support.population.bigger import bigger_firms
from pulmu.support.population.cells import SECTIONS
from pulmu.support.population.column import Columns
from pulmu.support.population.plan import Plan
from pulmu.support.population.small import small_firms
from pulmu.support.population.ties import bigger_ties, links_of, small_ties


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Firms that are made together, and the holdings in them.

    Parameters
    ----------
    name : `bigger`, or `small-` and the letter of a section.
    """

    name: str
    firms: Columns
    links: Columns


PARTS = 1 + len(SECTIONS)


def make_parts(plan: Plan) -> Iterator[Part]:
    """Mid-sized and other firms first, then the small and medium ones of each section; one part in memory at a time.

    The same plan gives the same arrays. Firms are numbered from 1 through all parts.
    """
    bigger = bigger_firms(plan, 1)
    yield Part("bigger", bigger.columns, links_of(bigger_ties(plan, bigger)))
    first_id = 1 + sum(plan.bigger)
    for section in SECTIONS:
        firms = small_firms(plan, section, first_id)
        first_id += int(plan.counts[section].sum())
        yield Part(f"small-{section}", firms, links_of(small_ties(plan, section, firms, bigger)))
