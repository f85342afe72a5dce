"""Random numbers by counter: one stream for each source of chance, named and not numbered.

The number `index` of a stream depends on the seed, the replication, the stream's name and `index` alone. Whatever else
of a line is changed, a stream that keeps its name keeps its numbers.
Source: the mixing function is that of SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number
generators", OOPSLA), used as a function of its counter.
"""

import hashlib
from collections.abc import Sequence

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
INNER = 0xD1342543DE82EF95
FIRST, SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def mix(value: int) -> int:
    """64 bits that look random, from 64 bits."""
    value = ((value ^ (value >> 30)) * FIRST) & MASK
    value = ((value ^ (value >> 27)) * SECOND) & MASK
    return value ^ (value >> 31)


def name_hash(name: str) -> int:
    """64 bits of a stream's name."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def stream_key(seed: int, replication: int, name: int) -> int:
    """Where a stream starts; `name` is the hash of its name."""
    return stream_keys(seed, replication, (name,))[0]


def stream_keys(seed: int, replication: int, names: Sequence[int]) -> list[int]:
    """Where each stream starts."""
    base = mix((mix((seed + GOLDEN) & MASK) ^ mix((replication + SECOND) & MASK)) & MASK)
    return [mix(base ^ name) for name in names]


def state_of(key: int, index: int) -> int:
    """The 64 bits of draw `index`, from 0."""
    return mix((key + (index + 1) * GOLDEN) & MASK)


def further(state: int, number: int) -> int:
    """More bits for a draw that takes more than one number: `number` from 1."""
    return mix((state + number * INNER) & MASK)


def uniform(bits: int) -> float:
    """A number inside (0, 1), never 0 or 1."""
    return ((bits >> 12) + 0.5) * 2.0**-52
