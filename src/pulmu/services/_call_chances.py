"""How sure a choice is: the points drawn again, and everyone chosen again by the same terms."""

from collections.abc import Callable

from pulmu.model.call import Call
from pulmu.services._call_candidates import Choice, ladder_terms
from pulmu.services._call_points import Scored
from pulmu.support.selection import Chances, chances_of, chances_of_awards


def chances_of_choice(
    call: Call, choice: Choice, given: Scored, draws: int, seed: int, tell: Callable[[int], None] = lambda _: None
) -> Chances:
    """Chances of everyone; the same seed gives the same.

    Raises
    ------
    SolveError  Nobody can tell how far chance moves the points (`review.no_spread`).
    """
    if choice.selection is not None:
        ids = [item.id for item in choice.selection.ranked]
        return chances_of(choice.selection, given.drawn(ids, draws, seed), tell)
    if choice.ladder is None:  # not possible: a choice is one of the two
        raise TypeError(call.id)
    ids = [item.id for item in choice.ladder.each]
    terms = ladder_terms(call, choice.terms)
    return chances_of_awards(choice.nominees, choice.ladder, terms, given.drawn(ids, draws, seed), tell)
