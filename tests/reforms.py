"""What a reform comes to, worked out once where it is told several times."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pulmu.services import compare_reform
from pulmu.services.reform_effect import ReformEffect


@contextmanager
def compared_once() -> Iterator[None]:
    """Commands of the same reform over a population of the same size tell the same effect, in whatever language.

    For tests whose populations are all made of one seed.
    """
    kept: dict[object, ReformEffect] = {}
    compare = compare_reform.compare_reform

    def once(reform: Any, rulebook: Any, population: Any, day: Any, **how: Any) -> ReformEffect:
        asked = (repr(reform), day, how["one_in"], how["of_real_firms"], how["with_cliffs"])
        if asked not in kept:
            kept[asked] = compare(reform, rulebook, population, day, **how)
        return kept[asked]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compare_reform, "compare_reform", once)
        yield
