"""Whether a law of chance has the numbers it needs, and numbers that fit together."""

from collections.abc import Iterator

from pulmu.model.document import Document, Path
from pulmu.model.errors import problem
from pulmu.model.law import Law
from pulmu.model.problem import Problem
from pulmu.twin.laws import chance, seconds

_NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "constant": (("mean",),),
    "exponential": (("mean",),),
    "erlang": (("mean",), ("shape",)),
    "gamma": (("mean",), ("shape", "cv")),
    "lognormal": (("mean",), ("cv",)),
    "weibull": (("mean",), ("shape",)),
    "uniform": (("low",), ("high",)),
    "triangular": (("low",), ("mode",), ("high",)),
    "normal": (("mean",), ("cv",)),
    "empirical": (("values",),),
    "hyperexponential": (("values",),),
    "geometric": (("mean",), ("step",)),
}
"""What each law must be given: of each group, one."""


def check_law(document: Document, path: Path, law: Law | None) -> Iterator[Problem]:
    """All that is wrong with a law; nothing is wrong with none."""
    if law is None:
        return
    lacks = [" or ".join(group) for group in _NEEDS[law.law] if not any(_has(law, name) for name in group)]
    place = document.place(path)
    for name in lacks:
        said = f"the law {law.law} needs {name}"
        yield problem("line.law_needs", place, said, "add it", law=law.law, wanted=name)
    if not lacks and (wrong := _wrong(law)):
        said = f"the law {law.law} cannot be without {wrong}"
        yield problem("line.law_numbers", place, said, "check its numbers", law=law.law, wrong=wrong)


def _has(law: Law, name: str) -> bool:
    value = getattr(law, name)
    return value is not None and value != ()


def _wrong(law: Law) -> str:
    """What does not fit together, as a condition that must hold; empty if all does."""
    low, mode, high, mean = (seconds(getattr(law, name)) for name in ("low", "mode", "high", "mean"))
    weights = law.weights or (1.0,)
    must = {
        "low <= high": law.law not in ("uniform", "triangular") or low <= high,
        "low <= mode <= high": law.law != "triangular" or low <= mode <= high,
        "low < high": law.law != "normal" or law.high is None or low < high,
        "shape = 1, 2, 3, ...": law.law != "erlang" or float(law.shape or 0).is_integer(),
        "cv > 0": law.law != "gamma" or law.shape is not None or (law.cv or 0) > 0,
        "weights: one for each value": not law.weights or len(law.weights) == len(law.values),
        "weights > 0": sum(weights) > 0,
        "step > 0": law.law != "geometric" or seconds(law.step) > 0,
        "mean >= low": law.law != "geometric" or mean >= seconds(law.low, seconds(law.step)),
    }
    return next((text for text, holds in must.items() if not holds), "")


def is_positive(law: Law) -> bool:
    """Whether a law gives times above 0; of a law that cannot be, True: it is told of itself."""
    try:
        return chance(law).mean > 0
    except (ArithmeticError, ValueError, IndexError):
        return True
