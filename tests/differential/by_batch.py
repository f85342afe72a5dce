"""The array path beside the workbook: the same figures of every process, for many plants at once."""

from collections.abc import Iterator

from tests.differential.calculated import Calculated
from tests.differential.compare import Pair, unequal
from tests.differential.drawn import Drawn, with_steps
from tests.differential.embedded import attributed, embedded
from tests.differential.worked import rows

from pulmu.carbon.batch import Batch


def differences_of_batch(drawn: Drawn, calculated: Calculated, batch: Batch, plant: int) -> list[str]:
    """Where the rows of a plant, by its number in the batch, are not what the workbook says."""
    return [str(item) for item in unequal(_pairs(with_steps(drawn), calculated, batch, plant))]


def _pairs(drawn: Drawn, calculated: Calculated, batch: Batch, plant: int) -> Iterator[Pair]:
    row = {name: at for at, name in enumerate(batch.process) if batch.plant[at] == plant}
    wanted = embedded(drawn, calculated, rows(drawn))
    for number, (item, values) in enumerate(zip(drawn.in_workbook, wanted, strict=True)):
        at = row[item.id]
        # Rows are per functional unit; so is what stands in the workbook for a mixture.
        per_typed = 1.0 if item.is_mixed else item.goods[0].content
        direct, counted = (float(found[at]) * per_typed for found in (batch.direct, batch.counted))
        yield f"{item.id}, attributed direct", max(0.0, attributed(calculated, number)), batch.attributed_direct[at]
        if drawn.supplies:
            yield f"{item.id}, attributed indirect", calculated.process_cell(number, 55), batch.attributed_indirect[at]
        yield f"{item.id}, embedded direct", values.direct, direct
        yield f"{item.id}, embedded, all that counts", values.direct + values.counted_indirect, counted
        yield f"{item.id}, by default", values.by_default, float(batch.by_default[at]) * per_typed
