"""A formula: a plain function on numbers, with its law beside it, that can also tell its story.

Numbers in, number out: scalars or arrays. Figures in, figure out.
"""

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, ParamSpec, get_args, get_origin, get_type_hints

from pulmu.model.figure import Figure, Input
from pulmu.model.source import Source
from pulmu.model.units import Unit, unit

P = ParamSpec("P")
Number = Any
"""A float, or an array of floats: a formula does not care which."""

Tonne = Annotated[Number, unit("t")]
TonneCO2e = Annotated[Number, unit("t CO2e")]
TonneCO2ePerTonne = Annotated[Number, unit("t CO2e/t")]
TonneCO2PerTonne = Annotated[Number, unit("t CO2/t")]
TonneCO2PerTerajoule = Annotated[Number, unit("t CO2/TJ")]
TonneCO2ePerMegawattHour = Annotated[Number, unit("t CO2e/MWh")]
Terajoule = Annotated[Number, unit("TJ")]
TerajouleNet = Annotated[Number, unit("TJ net")]
MegawattHour = Annotated[Number, unit("MWh")]
EuroPerTonneCO2e = Annotated[Number, unit("EUR/t CO2e")]
EuroPerTonne = Annotated[Number, unit("EUR/t")]
Euro = Annotated[Number, unit("EUR")]
Ratio = Annotated[Number, unit("1")]


class Formula(Generic[P]):
    """A function with its source; call it with numbers, or `figure` with figures."""

    def __init__(self, function: Callable[P, Number], source: Source) -> None:
        self.function = function
        self.source = source
        self.name = function.__name__
        self.identifier = f"{function.__module__.removeprefix('pulmu.')}.{function.__name__}"
        functools.update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Number:
        return self.function(*args, **kwargs)

    @functools.cached_property
    def units(self) -> dict[str, tuple[Unit, bool]]:
        """Unit of each parameter and of `return`, and whether the parameter is a list."""
        hints = get_type_hints(self.function, include_extras=True)
        return {name: _unit_of(hint) for name, hint in hints.items()}

    @functools.cached_property
    def expression(self) -> str:
        """The arithmetic of the formula, as one line of Python; every formula is a single return."""
        tree = ast.parse(textwrap.dedent(inspect.getsource(self.function)))
        function = tree.body[0]
        if not isinstance(function, ast.FunctionDef):
            raise TypeError(f"{self.identifier} is not a function")
        result = function.body[-1]
        if not isinstance(result, ast.Return) or result.value is None:
            raise TypeError(f"{self.identifier} does not end in a return")
        return ast.unparse(result.value)

    def figure(self, **inputs: "Figure | Sequence[Figure]") -> Figure:
        """The result as a figure that keeps its inputs; units are converted here, at the door."""
        wanted = {name: kind for name, kind in self.units.items() if name != "return"}
        if wanted.keys() != inputs.keys():
            raise TypeError(f"{self.identifier} takes {sorted(wanted)}, not {sorted(inputs)}")
        numbers: dict[str, Any] = {}
        used: list[Input] = []
        for name, (kind, is_list) in wanted.items():
            given = inputs[name]
            if is_list and not isinstance(given, Figure):
                numbers[name] = [figure.to(kind.symbol) for figure in given]
                used += [Input(name, figure, position) for position, figure in enumerate(given)]
            elif isinstance(given, Figure) and not is_list:
                numbers[name] = given.to(kind.symbol)
                used.append(Input(name, given))
            else:
                raise TypeError(f"{self.identifier}: {name} takes {'a list' if is_list else 'one figure'}")
        value = float(self.function(**numbers))  # type: ignore[call-arg]
        return Figure(
            value, self.units["return"][0].symbol, self.name, self.source, inputs=tuple(used), formula=self.identifier
        )


def formula(source: Source) -> Callable[[Callable[P, Number]], Formula[P]]:
    """Mark a function as a formula of law or handbook. Every parameter and the result are annotated with units."""
    return lambda function: Formula(function, source)


def _unit_of(hint: Any) -> tuple[Unit, bool]:
    if get_origin(hint) is Annotated:
        return next(item for item in hint.__metadata__ if isinstance(item, Unit)), False
    if get_origin(hint) is Sequence:
        return _unit_of(get_args(hint)[0])[0], True
    raise TypeError(f"{hint} carries no unit")


def total(values: Sequence[Number]) -> Number:
    """Sum from left to right; 0 of nothing. The same order, hence the same float, as a running total over rows."""
    result: Number = 0.0
    for value in values:
        result = result + value
    return result


def dot(weights: Sequence[Number], values: Sequence[Number]) -> Number:
    """Sum of products from left to right."""
    result: Number = 0.0
    for weight, value in zip(weights, values, strict=True):
        result = result + weight * value
    return result
