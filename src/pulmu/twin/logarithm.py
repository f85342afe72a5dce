"""The logarithm of a share, by arithmetic that gives the same digits compiled and interpreted, and on every machine.

A share is a power of two times a part in [1/2, 1), which lies close to the middle of one of 128 pieces; the logarithm
of the middle stands in a table, and a series does the rest. Error: below 2 units in the last place; next to 1, 1e-18.
Source: Tang 1990, "Table-driven implementation of the logarithm function in IEEE floating-point arithmetic", ACM
Transactions on Mathematical Software 16(4), whose way this is, without its split of sums in two.
"""

import math
from decimal import Decimal

LOG_2 = 0.6931471805599453
MIDDLES = tuple((257 + 2 * piece) / 512 for piece in range(128))
INVERSES = tuple(1.0 / middle for middle in MIDDLES)
LOGARITHMS = tuple(float(Decimal(middle).ln()) for middle in MIDDLES)
THIRD, SIXTH = 1.0 / 3.0, 1.0 / 6.0


def logarithm(share: float) -> float:
    """The natural logarithm of a share, inside (0, 1)."""
    part, power = math.frexp(share)
    piece = int(part * 256.0) - 128
    r = (part - MIDDLES[piece]) * INVERSES[piece]
    square = r * r
    rest = r + square * (r * ((THIRD - r * 0.25) + square * (0.2 - r * SIXTH)) - 0.5)
    return (power * LOG_2 + LOGARITHMS[piece]) + rest
