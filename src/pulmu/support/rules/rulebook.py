"""A rulebook: dated parameters and named outputs, frozen; a reform makes another one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from pulmu.model.errors import RuleError
from pulmu.support.rules.node import Node, children, parameter_of
from pulmu.support.rules.parameter import Parameter, Value, Version


@dataclass(frozen=True)
class Rulebook:
    """Parameters by name, and what is asked of a firm by name.

    Parameters
    ----------
    outputs : A finding (may it apply?), a decision (which class?) or a number (what is it worth?) under each name.
    """

    parameters: Mapping[str, Parameter]
    outputs: Mapping[str, Node]
    _uses: dict[int, tuple[Node, frozenset[str]]] = field(default_factory=dict, repr=False, compare=False)

    def replace(self, name: str, value: Value | None, *, like: Version | None = None) -> "Rulebook":
        """A rulebook in which a parameter has one value on every day.

        Raises
        ------
        RuleError  No such parameter (`rule.parameter_unknown`).
        """
        old = self.parameter(name)
        version = like or old.versions[-1]
        new = replace(version, value=value, valid_from=None, valid_to=None)
        return self.with_parameters([replace(old, versions=(new,))])

    def with_parameters(self, changed: Iterable[Parameter]) -> "Rulebook":
        """A rulebook in which these parameters stand in place of those of the same name."""
        return replace(self, parameters={**self.parameters, **{item.name: item for item in changed}})

    def with_outputs(self, changed: Mapping[str, Node]) -> "Rulebook":
        """A rulebook with these outputs added, or in place of those of the same name."""
        return replace(self, outputs={**self.outputs, **changed})

    def only(self, names: Collection[str]) -> "Rulebook":
        """A rulebook that asks no more than these outputs."""
        return replace(self, outputs={name: node for name, node in self.outputs.items() if name in names})

    def parameter(self, name: str) -> Parameter:
        """A parameter by name; `RuleError` (`rule.parameter_unknown`) if there is none."""
        found = self.parameters.get(name)
        if found is None:
            raise RuleError.of("rule.parameter_unknown", "rulebook", f"the rules have no parameter called {name!r}",
                               "see the list of parameters", name=name)  # fmt: skip
        return found

    def value(self, name: str, day: date) -> Version:
        """What a parameter is on a day.

        Raises
        ------
        RuleError  No such parameter, or no version of it is valid on that day (`rule.not_in_force`).
        """
        found = self.parameter(name).on(day)
        if found is None:
            raise RuleError.of("rule.not_in_force", "rulebook", f"{name!r} has no value on {day}",
                               "ask for another day", name=name, day=day)  # fmt: skip
        return found

    def uses(self, output: str) -> frozenset[str]:
        """Names of the parameters an output can depend on."""
        return self._parameters_of(self.outputs[output])

    def _parameters_of(self, node: Node) -> frozenset[str]:
        known = self._uses.get(id(node))  # nodes are kept beside: an identity is not given out again
        if known is None:
            own = parameter_of(node)
            names = frozenset(() if own is None else (own,)).union(*map(self._parameters_of, children(node)))
            known = self._uses[id(node)] = (node, names)
        return known[1]

    def touched_by(self, after: "Rulebook") -> frozenset[str]:
        """Names of outputs that can differ between this rulebook and another: only these are computed again."""
        changed = {name for name in {*self.parameters, *after.parameters}
                   if self.parameters.get(name) != after.parameters.get(name)}  # fmt: skip
        return frozenset(
            name for name, node in after.outputs.items()
            if self.outputs.get(name) is not node or after.uses(name) & changed
        )  # fmt: skip
