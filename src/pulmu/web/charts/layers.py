"""Boxes that lead to each other, in layers: which arrows lead back, what stands where, with few crossings."""

from collections.abc import Mapping, Sequence

_SWEEPS = 6


def cut(text: str, longest: int) -> str:
    """A text that fits: Hangul and other wide signs count double of what the longest allows for narrow ones."""
    width, kept = 0.0, ""
    for sign in text:
        width += 1.75 if ord(sign) > 0x1100 else 1
        if width > longest:
            return f"{kept.rstrip()}…"
        kept += sign
    return text


def without_loops(keys: Sequence[str], arrows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Arrows but those that lead back to where they can be reached from."""
    after: dict[str, list[str]] = {key: [] for key in keys}
    for source, reached in arrows:
        after[source].append(reached)
    state: dict[str, int] = {}
    found: list[tuple[str, str]] = []
    for root in keys:
        if root in state:
            continue
        state[root] = 1
        path = [(root, iter(after[root]))]
        while path:
            key, rest = path[-1]
            target = next(rest, None)
            if target is None:
                state[key] = 2
                path.pop()
            elif state.get(target) != 1:
                found.append((key, target))
                if target not in state:
                    state[target] = 1
                    path.append((target, iter(after[target])))
    return found


def layers_of(keys: Sequence[str], arrows: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Each box to the right of what reaches it; one that nothing reaches stands just before what it reaches."""
    before: dict[str, int] = dict.fromkeys(keys, 0)
    after: dict[str, list[str]] = {key: [] for key in keys}
    for source, target in arrows:
        before[target] += 1
        after[source].append(target)
    layers = dict.fromkeys(keys, 0)
    sources = [key for key in keys if not before[key]]
    ready = list(sources)
    while ready:
        key = ready.pop()
        for target in after[key]:
            layers[target] = max(layers[target], layers[key] + 1)
            before[target] -= 1
            if not before[target]:
                ready.append(target)
    for key in sources:
        if after[key]:
            layers[key] = min(layers[target] for target in after[key]) - 1
    return layers


def untangle(columns: Sequence[list[str]], links: Sequence[tuple[str, str]]) -> None:
    """Order the boxes of each layer by the middle of what they are linked with, forwards and backwards."""
    beside: dict[bool, dict[str, list[str]]] = {True: {}, False: {}}
    for source, target in links:
        beside[True].setdefault(target, []).append(source)
        beside[False].setdefault(source, []).append(target)
    for sweep in range(_SWEEPS):
        is_forward = sweep % 2 == 0
        place = {key: number / max(1, len(column)) for column in columns for number, key in enumerate(column)}
        for column in columns if is_forward else reversed(columns):
            near = beside[is_forward]

            def middle(key: str, near: Mapping[str, list[str]] = near, place: Mapping[str, float] = place) -> float:
                linked = near.get(key, ())
                return sum(place[item] for item in linked) / len(linked) if linked else place[key]

            column.sort(key=middle)
            for number, key in enumerate(column):
                place[key] = number / max(1, len(column))
