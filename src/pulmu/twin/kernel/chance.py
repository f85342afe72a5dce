"""A draw from a law, compiled; step by step as `twin/laws.py` takes it."""

import math
from typing import Any

import numpy as np

from pulmu.twin.kernel.compiled import apart, entry, inside
from pulmu.twin.kernel.pointers import as_bits, as_time, clock_of, law_of, stream_of, value_of, way_of
from pulmu.twin.kernel.records import NONE
from pulmu.twin.logarithm import INVERSES, LOG_2, LOGARITHMS, SIXTH, THIRD
from pulmu.twin.normal import normal_quantile as _normal_quantile
from pulmu.twin.streams import FIRST, GOLDEN, INNER, SECOND

normal_quantile: Any = apart(_normal_quantile)
_GOLDEN, _INNER, _FIRST, _SECOND = np.uint64(GOLDEN), np.uint64(INNER), np.uint64(FIRST), np.uint64(SECOND)
_INVERSES, _LOGARITHMS = np.array(INVERSES), np.array(LOGARITHMS)
_PIECE, _PART, _HALF = np.uint64(127), (1 << 52) - 1, 1022 << 52
_FIRST_BITS, _MIDDLE = 127 << 45, (1022 << 52) + (1 << 44)
_S30, _S27, _S31, _S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)


@inside
def mix(value):
    """64 bits that look random, from 64 bits."""
    value = (value ^ (value >> _S30)) * _FIRST
    value = (value ^ (value >> _S27)) * _SECOND
    return value ^ (value >> _S31)


@inside
def uniform(bits):
    """A number inside (0, 1)."""
    return (np.float64(np.int64(bits >> _S12)) + 0.5) * 2.220446049250313e-16


@inside
def logarithm(share):
    """The natural logarithm of a share, inside (0, 1), step by step as `twin/logarithm.py` takes it."""
    bits = as_bits(share)
    piece = np.uint64(bits >> 45) & _PIECE
    part = as_time((bits & _PART) | _HALF)
    middle = as_time((bits & _FIRST_BITS) | _MIDDLE)
    r = (part - middle) * _INVERSES[piece]
    square = r * r
    rest = r + square * (r * ((THIRD - r * 0.25) + square * (0.2 - r * SIXTH)) - 0.5)
    return (np.float64((bits >> 52) - 1022) * LOG_2 + _LOGARITHMS[piece]) + rest


@inside
def bits_of(w, stream):
    """The bits of the next draw of a stream."""
    source = stream_of(w, stream)
    source.law = NONE
    source.drawn += np.uint64(1)
    return _bits_at(source, source.drawn)


@inside
def _bits_at(source, number):
    return mix(source.key + number * _GOLDEN)


@inside
def further(state, number):
    """More bits of a draw."""
    return mix(state + np.uint64(number) * _INNER)


@apart
def _erlang(state, stages, scale):
    total = logarithm(uniform(state))
    for number in range(1, int(stages)):
        total += logarithm(uniform(further(state, number)))
    return -scale * total


@apart
def _gamma(state, d, c, scale, power):
    number = 1
    while True:
        z = normal_quantile(uniform(further(state, number)))
        u = uniform(further(state, number + 1))
        number += 2
        v = 1.0 + c * z
        if v <= 0.0:
            continue
        v = v * v * v
        if logarithm(u) < 0.5 * z * z + d - d * v + d * math.log(v):
            break
    found = d * v * scale
    if power > 0.0:
        found = found * uniform(state) ** power
    return found


@apart
def _above(w, first, last, u):
    """Place of the first edge above `u`."""
    while first < last:
        middle = (first + last) // 2
        if u < value_of(w, middle).edge:
            last = middle
        else:
            first = middle + 1
    return first


@apart
def _rarer(w, law, state):
    if law.kind == 7:
        return _erlang(state, law.a, law.b)
    if law.kind == 8:
        return _gamma(state, law.a, law.b, law.c, law.d)
    if law.kind == 9:
        return value_of(w, _above(w, law.from_, law.to, uniform(state))).value
    if law.kind == 10:
        return -value_of(w, _above(w, law.from_, law.to, uniform(state))).value * logarithm(uniform(further(state, 1)))
    return law.a + law.b * math.floor(logarithm(uniform(state)) * law.c)


@apart
def _rare(w, law, state):
    if law.kind >= 7:
        return _rarer(w, law, state)
    if law.kind == 2:
        return law.a + law.b * uniform(state)
    if law.kind == 3:
        u = uniform(state)
        if u < law.b:
            return law.a + math.sqrt(u * law.c)
        return law.d - math.sqrt((1.0 - u) * law.e)
    if law.kind == 4:
        return law.a * (-logarithm(uniform(state))) ** law.b
    if law.kind == 5:
        return math.exp(law.a + law.b * normal_quantile(uniform(state)))
    share = min(max(law.c + uniform(state) * law.d, 1e-300), 1.0 - 2.0**-53)
    return min(max(law.a + law.b * normal_quantile(share), law.e), law.f)


@inside
def _of_law(w, law, state):
    if law.kind == 1:
        return -law.a * logarithm(uniform(state))
    if law.kind == 0:
        return law.a
    return _rare(w, law, state)


@apart
def _make_ready(w, number, source):
    source.law = number
    source.ready = _of_law(w, law_of(w, number), _bits_at(source, source.drawn + np.uint64(1)))


@inside
def draw(w, number, stream):
    """The next time of a law, from a stream.

    It was worked out when the one before it was taken, and the one after it is now: nothing waits for a logarithm.
    """
    source = stream_of(w, stream)
    if source.law != number:
        _make_ready(w, number, source)
    found = source.ready
    source.drawn += np.uint64(1)
    source.ready = _of_law(w, law_of(w, number), _bits_at(source, source.drawn + np.uint64(1)))
    return found


@inside
def choose(w, first, last, stream):
    """One of the ways from `first` to `last`, by their edges."""
    u = uniform(bits_of(w, stream))
    while first < last - 1 and u >= way_of(w, first).edge:
        first += 1
    return way_of(w, first).to


@entry
def draw_many(clock, count):
    """Draws of the first law from the first stream, one after another."""
    w = clock_of(clock)
    found = np.empty(count)
    for number in range(count):
        found[number] = draw(w, 0, 0)
    return found
