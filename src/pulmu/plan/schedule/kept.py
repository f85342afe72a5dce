"""What of a timetable stays: what was begun, and the order of the rest when something came between."""

from dataclasses import replace

from pulmu.plan.schedule.breaches import breaches
from pulmu.plan.schedule.dispatch import in_order
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Placed, Timetable


def frozen_of(shop: Shop, given: Timetable | None, until: int) -> tuple[Placed, ...]:
    """What begins before a step, as it was given, in order of time; what a closed span broke off is not among it."""
    return tuple(item for item in _sorted(given) if item.start < until and not _is_broken(shop, item))


def repaired(shop: Shop, given: Timetable, until: int) -> Timetable:
    """A timetable of the same ways and orders as a given one: nothing earlier than it was, later what no longer fits.

    Parameters
    ----------
    given : Of the same jobs; it may run over closed spans of the shop.
    until : What begins before it stays; nothing else begins before it.
    """
    if next(breaches(shop, given, given=given, frozen_until=until), None) is None:
        return given
    kept = frozen_of(shop, given, until)
    stays = set(kept)
    return in_order(shop, (item for item in _sorted(given) if item not in stays), kept=kept, begin=until)


def _sorted(given: Timetable | None) -> list[Placed]:
    return sorted(given.placed if given else (), key=lambda item: (item.start, item.end, item.operation))


def _is_broken(shop: Shop, item: Placed) -> bool:
    return any(item.start < item.end and item.start < end and start < item.end
               for start, end in shop.closed_at(item.machine))  # fmt: skip


def with_breakdown(shop: Shop, machine: int, start: int, end: int) -> Shop:
    """The shop with a machine that does nothing for a time."""
    closed = [shop.closed_at(place) for place in range(len(shop.machines))]
    closed[machine] = (*closed[machine], (start, end))
    return replace(shop, closed=tuple(closed))
