"""A whole plant, worked out."""

from tests.differential.drawn import Drawn
from tests.differential.worked.direct import add_direct
from tests.differential.worked.heat import add_heat
from tests.differential.worked.power import add_combined, add_electricity, add_generators
from tests.differential.worked.results import Worked
from tests.differential.worked.sharing import Sharing
from tests.differential.worked.work import Work


def work_out(drawn: Drawn) -> Worked:
    """Everything that is shared among processes, shared. Steps done elsewhere are processes already."""
    work = Work(drawn, Sharing(drawn))
    add_direct(work)
    add_combined(work)
    add_heat(work)
    add_generators(work)
    add_electricity(work)
    return work.done
