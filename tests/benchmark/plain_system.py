"""The best we can write with scipy and numpy alone, for this one system: no checks, no fall-back, no memory bound."""

import numpy as np
from made_system import SPREAD, Exchanges
from scipy.sparse import csc_array, csr_array, eye_array
from scipy.sparse.linalg import splu

Floats = np.ndarray
_TOGETHER = 8
"""Draws beside each other in one block diagonal matrix: about what the processor's cache holds."""


def intensities(made: Exchanges) -> Floats:
    """Series of the transposed system."""
    consumer, consumed, amount, own = made
    matrix = csr_array((amount, (consumer, consumed)), shape=(len(own), len(own)))
    values = own
    while True:
        for _ in range(7):
            values = own + matrix @ values
        following = own + matrix @ values
        if (np.abs(following - values) <= 1e-13 * following).all():
            return following
        values = following


def factorised_draws(made: Exchanges, amounts: Floats, emissions: Floats) -> Floats:
    """One factorisation for each draw, in the order found once."""
    consumer, consumed, amount, own = made
    size = len(own)

    def balance(values: Floats) -> csc_array:
        return csc_array(eye_array(size) - csr_array((values, (consumer, consumed)), shape=(size, size)))

    options = {"diag_pivot_thresh": 0.0, "options": {"SymmetricMode": True}}
    order = np.argsort(splu(balance(amount), permc_spec="MMD_AT_PLUS_A", **options).perm_c)
    place = np.empty(size, dtype=np.int64)
    place[order] = np.arange(size)
    found = []
    for values, emission in zip(amounts, emissions, strict=True):
        ordered = csc_array(
            eye_array(size) - csr_array((values, (place[consumer], place[consumed])), shape=(size, size))
        )
        found.append(splu(ordered, permc_spec="NATURAL", **options).solve(emission[order])[place[0]])
    return np.array(found)


def series_of_draws(made: Exchanges, count: int, seed: int) -> Floats:
    """Lognormal draws and the score of the first good in each."""
    consumer, consumed, amount, own = made
    size, exchanges = len(own), len(amount)
    generator = np.random.Generator(np.random.SFC64(seed))
    indices = (consumed + size * np.arange(_TOGETHER)[:, None]).ravel().astype(np.int32)
    counts = np.tile(np.bincount(consumer, minlength=size), _TOGETHER)
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    scores = []
    start = np.tile(intensities(made), _TOGETHER)
    for _ in range(0, count, _TOGETHER):
        normal = generator.standard_normal((_TOGETHER, exchanges + size))
        normal *= SPREAD
        np.exp(normal, out=normal)
        matrix = csr_array(((normal[:, :exchanges] * amount).ravel(), indices, indptr))
        emissions = (normal[:, exchanges:] * own).ravel()
        values = start
        while True:
            for _ in range(7):
                values = matrix @ values
                values += emissions
            following = matrix @ values
            following += emissions
            if (np.abs(following - values) <= 1e-13 * following).all():
                break
            values = following
        scores.append(following[::size])
    return np.concatenate(scores)[:count]
