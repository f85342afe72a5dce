"""A made product system for the benches: every activity consumes about five others, a few of which everybody uses."""

import numpy as np

Exchanges = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
SPREAD = 0.2
"""Standard deviation of the logarithm of every exchange and emission."""


def made_system(size: int, seed: int = 0, degree: int = 5) -> Exchanges:
    """Consumer, consumed, amount and emission; most activities stand in one large loop, as electricity and steel do.

    What an activity consumes adds up to 0.2 to 0.9 units per unit.
    """
    draw = np.random.default_rng(seed)
    consumer = np.repeat(np.arange(size), degree)
    popular = draw.permutation(size)
    consumed = popular[(size * draw.random(size * degree) ** 3).astype(np.int64)]
    apart = consumer != consumed
    pairs = np.unique(consumer[apart].astype(np.int64) * size + consumed[apart])
    consumer, consumed = np.divmod(pairs, size)
    amount = draw.lognormal(-1, 1, len(pairs))
    amount *= draw.uniform(0.2, 0.9, size)[consumer] / np.bincount(consumer, amount, size)[consumer]
    return consumer, consumed, amount, draw.lognormal(0, 1, size)
