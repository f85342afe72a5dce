"""What a campaign did and found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """One row of docs/verification.md.

    Parameters
    ----------
    did : What was done, with its numbers.
    found : What came of it; every finding with what is needed to see it again.
    is_good : Whether all that was promised held.
    """

    did: str
    found: str
    is_good: bool
