"""When a programme takes applications, seen from a day."""

from dataclasses import dataclass
from datetime import date

from pulmu.model.finding import Answer
from pulmu.model.programme import Programme, Round
from pulmu.support.programme import next_deadline


@dataclass(frozen=True, slots=True)
class Dates:
    """Rounds of applications.

    Parameters
    ----------
    now : Whether applications are taken on the day: yes, no or unknown.
    deadline : The round that closes next, today included; None if none is known.
    opens : The round that opens next; None if none is known.
    last : The latest round that is over; None if none is known.
    """

    now: str
    deadline: Round | None
    opens: Round | None
    last: Round | None


def dates_of(programme: Programme, day: date, now: Answer) -> Dates:
    """What is known of a programme's rounds."""
    coming = [item for item in programme.rounds if item.opens is not None and day < item.opens]
    over = [item for item in programme.rounds if item.closes is not None and item.closes < day]
    return Dates(
        now=str(now),
        deadline=next_deadline(programme, day),
        opens=min(coming, key=lambda item: item.opens or day, default=None),
        last=max(over, key=lambda item: item.closes or day, default=None),
    )
