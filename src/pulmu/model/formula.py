"""A formula: a plain function on numbers, with its law beside it, that can also tell its story.

Numbers in, number out: scalars or arrays. Figures in, figure out.
"""

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, Generic, ParamSpec, get_args, get_origin, get_type_hints

from pulmu.model.errors import SolveError
from pulmu.model.figure import Figure, Input
from pulmu.model.rule import Rule
from pulmu.model.source import Source
from pulmu.model.units import Unit, unit

ANY_UNIT = Unit("*", "*", Fraction(1))
"""Unit variable: every input marked with it is converted to the unit of the first, and the result carries that unit."""

P = ParamSpec("P")
Number = Any
"""A float, or an array of floats: a formula does not care which."""

Amount = Annotated[Number, ANY_UNIT]
Tonne = Annotated[Number, unit("t")]
TonneCO2e = Annotated[Number, unit("t CO2e")]
TonneCO2ePerTonne = Annotated[Number, unit("t CO2e/t")]
TonneCO2PerTonne = Annotated[Number, unit("t CO2/t")]
TonneCO2PerTerajoule = Annotated[Number, unit("t CO2/TJ")]
TonneCO2ePerMegawattHour = Annotated[Number, unit("t CO2e/MWh")]
Terajoule = Annotated[Number, unit("TJ")]
TerajouleNet = Annotated[Number, unit("TJ net")]
MegawattHour = Annotated[Number, unit("MWh")]
TerajoulePerTonne = Annotated[Number, unit("TJ/t")]
TerajoulePerNormalCubicMetre = Annotated[Number, unit("TJ/Nm3")]
TerajoulePerLitre = Annotated[Number, unit("TJ/L")]
TerajouleGross = Annotated[Number, unit("TJ gross")]
NormalCubicMetre = Annotated[Number, unit("Nm3")]
Litre = Annotated[Number, unit("L")]
TonneCO2PerNormalCubicMetre = Annotated[Number, unit("t CO2/Nm3")]
TonneCO2PerLitre = Annotated[Number, unit("t CO2/L")]
TonnePerNormalCubicMetre = Annotated[Number, unit("t/Nm3")]
NormalCubicMetrePerHour = Annotated[Number, unit("Nm3/h")]
Hour = Annotated[Number, unit("h")]
Minute = Annotated[Number, unit("min")]
Millivolt = Annotated[Number, unit("mV")]
Percent = Annotated[Number, unit("%")]
CellDay = Annotated[Number, unit("1/cell-day")]
MinutePerCellDay = Annotated[Number, unit("min/cell-day")]
SlopeFactor = Annotated[Number, unit("(t CF4/t Al)/(min/cell-day)")]
OvervoltageCoefficient = Annotated[Number, unit("(t CF4/t Al)/mV")]
TonneCarbonPerTonne = Annotated[Number, unit("t C/t")]
TonneCarbonPerNormalCubicMetre = Annotated[Number, unit("t C/Nm3")]
TonneCO2PerTonneCarbon = Annotated[Number, unit("t CO2/t C")]
Certificates = Annotated[Number, unit("certificate")]
CertificatesPerTonne = Annotated[Number, unit("certificate/t")]
EuroPerTonneCO2e = Annotated[Number, unit("EUR/t CO2e")]
EuroPerTonne = Annotated[Number, unit("EUR/t")]
Euro = Annotated[Number, unit("EUR")]
Ratio = Annotated[Number, unit("1")]


class Formula(Generic[P]):
    """A function with its source and the rules it carries out; call it with numbers, or `figure` with figures."""

    def __init__(self, function: Callable[P, Number], source: Source, rules: tuple[Rule, ...] = ()) -> None:
        self.function = function
        self.source = source
        self.rules = rules
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

    def figure(self, **inputs: "Figure | Sequence[Figure] | Mapping[int, Figure]") -> Figure:
        """The result as a figure that keeps its inputs; units are converted here, at the door.

        A list may be given by the positions that are filled; it reaches the function in the same shape.
        """
        units = self.units
        if units.keys() - {"return"} != inputs.keys():
            raise TypeError(f"{self.identifier} takes {sorted(units.keys() - {'return'})}, not {sorted(inputs)}")
        used = [item for name, given in inputs.items() for item in self._inputs(name, given)]
        common = next((item.figure.unit for item in used if units[item.parameter][0] is ANY_UNIT), "1")
        numbers: dict[str, Any] = {name: [] for name, (_, is_list) in units.items() if is_list}
        numbers |= {name: {} for name, given in inputs.items() if isinstance(given, Mapping)}
        for item in used:
            wanted = units[item.parameter][0]
            value = item.figure.to(common if wanted is ANY_UNIT else wanted.symbol)
            column = numbers.get(item.parameter)
            if item.position is None:
                numbers[item.parameter] = value
            elif isinstance(column, dict):
                column[item.position] = value
            else:
                numbers[item.parameter].append(value)
        result = units["return"][0]
        return Figure(
            value=float(self.function(**numbers)),  # type: ignore[call-arg]
            unit=common if result is ANY_UNIT else result.symbol,
            name=self.name,
            source=self.source,
            inputs=tuple(used),
            formula=self.identifier,
        )

    def _inputs(self, name: str, given: "Figure | Sequence[Figure] | Mapping[int, Figure]") -> list[Input]:
        if isinstance(given, Figure) is self.units[name][1]:
            raise TypeError(f"{self.identifier}: {name} takes {'a list' if self.units[name][1] else 'one figure'}")
        if isinstance(given, Figure):
            return [Input(name, given)]
        if isinstance(given, Mapping):
            return [Input(name, figure, position) for position, figure in sorted(given.items())]
        return [Input(name, figure, position) for position, figure in enumerate(given)]


def formula(law: Source | Rule, *others: Rule) -> Callable[[Callable[P, Number]], Formula[P]]:
    """Mark a function as a formula of law or handbook. Every parameter and the result are annotated with units.

    Parameters
    ----------
    law : The rule it carries out, which names its article; a bare source where no rule of the method is behind it.
    others : Further rules it carries out.
    """
    rules = (law, *others) if isinstance(law, Rule) else others
    source = law.source if isinstance(law, Rule) else law
    return lambda function: Formula(function, source, rules)


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


def not_negative(value: Number) -> Number:
    """The value, or zero where it is below."""
    import numpy as np  # noqa: PLC0415 - a command that computes nothing does not wait for it

    return np.maximum(0.0, value)


def solve_first(shares: Sequence[Number] | Mapping[int, Number], own: Sequence[Number]) -> Number:
    """First unknown of x = own + shares x; the shares row by row, or those that are not zero by their place.

    Raises
    ------
    SolveError  The system has no single solution (`carbon.loop_not_solvable`).
    """
    import numpy as np  # noqa: PLC0415 - likewise

    size = len(own)
    given = shares if isinstance(shares, Mapping) else dict(enumerate(shares))
    if any(not 0 <= place < size * size for place in given):
        raise ValueError("the shares of a loop are not a square")
    matrix = np.eye(size)
    for place, share in given.items():
        matrix[divmod(place, size)] -= share
    try:
        return np.linalg.solve(matrix, np.asarray(own, dtype=float))[0]
    except np.linalg.LinAlgError:
        raise SolveError.of(
            "carbon.loop_not_solvable",
            "",
            "processes feed each other and nothing leaves the loop",
            "check the masses they pass to each other against their production",
        ) from None
