"""Objects of the metamodel as the plain tree that JSON shows."""

from typing import Any

from pulmu.twin.shell.shape import is_named, shape_of


def tree_of(thing: Any) -> dict[str, Any]:
    """An object as a tree; attributes that are not given are left out."""
    tree: dict[str, Any] = {}
    for attribute in shape_of(type(thing)):
        held = getattr(thing, attribute.name)
        if held is None or held == ():
            continue
        if attribute.holds == "many":
            tree[attribute.key] = [tree_of(item) for item in held]
        else:
            tree[attribute.key] = tree_of(held) if attribute.holds == "one" else held
    if is_named(type(thing)):
        tree["modelType"] = type(thing).__name__
    return tree
