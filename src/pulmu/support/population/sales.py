"""Sales: a log-normal body with a Pareto tail, bent just below the limit, stretched until a section has its sum."""

import numpy as np
from numpy.random import Generator
from scipy.special import ndtr, ndtri

from pulmu.support.population.assumptions import Assumptions
from pulmu.support.population.draw import Flags, even, solved
from pulmu.support.population.rake import Floats, Ints

LOW_SALES = 5e7
"""Sales up to here are a band of their own. [KRW]"""
_LEAST = 1e6


def low_sales(random: Generator, count: int, assumed: Assumptions) -> Floats:
    """Sales of firms with at most 50 million won."""
    found: Floats = np.maximum(LOW_SALES * even(random, count) ** (1 / assumed.one("low_sales_power")), _LEAST)
    return found


def spread(random: Generator, count: int, assumed: Assumptions) -> Floats:
    """How sales differ among firms alike: normal in the logarithm, a Pareto tail above a quantile."""
    start, alpha, width = (assumed.one(name) for name in ("pareto_from", "pareto_alpha", "sales_spread"))
    normal = ndtri(even(random, count))
    above = np.maximum(ndtr(normal), start)
    found: Floats = width * np.minimum(normal, ndtri(start)) - np.log((1 - above) / (1 - start)) / alpha
    return found


def high_sales(logs: Floats, tops: Floats, target: float, assumed: Assumptions) -> Floats:
    """Sales above 50 million won that sum to a target, in the order of `logs`, none at or above its own top.

    Parameters
    ----------
    logs : Logarithms of sales over 50 million, before they are stretched by one factor; from nought up.
    tops : What a firm's sales stay below. [KRW]
    """
    bend = assumed.one("bunching")
    width = np.log(tops / LOW_SALES)
    rest = logs / width

    def at(factor: float) -> Floats:
        place = factor * rest
        over = np.maximum(place - (1 - bend), 0.0) / bend
        found: Floats = LOW_SALES * np.exp(width * np.where(over > 0, 1 - bend * np.exp(-over), place))
        return found

    return at(solved(lambda factor: float(at(factor).sum()), target, 1e-3, 50.0)) if logs.size else logs


def earlier_years(random: Generator, last: Floats, assumed: Assumptions) -> tuple[Floats, Floats]:
    """Sales of the year before and of the one before that: growth differs among firms and lasts a little."""
    mean, width, kept = (assumed.one(f"growth_{name}") for name in ("mean", "spread", "persistence"))
    first = random.standard_normal(last.size)
    second = kept * first + np.sqrt(1 - kept * kept) * random.standard_normal(last.size)
    before = last * np.exp(-mean - width * first)
    return before, before * np.exp(-mean - width * second)


def within(last: Floats, before: Floats, first: Floats, limits: Floats, years: Ints) -> tuple[Floats, Floats]:
    """Earlier years, less where the average would pass the limit."""
    room = np.maximum(years * limits - last, 0.0) * 0.999
    earlier = np.where(years == 3, before + first, before)
    factor = np.minimum(1.0, room / np.maximum(earlier, 1.0))
    return before * factor, first * factor


def beyond(last: Floats, before: Floats, first: Floats, limits: Floats, are: Flags) -> tuple[Floats, Floats]:
    """Earlier years, more where the average of three would stay at the limit or below."""
    lacking = np.maximum(3 * limits * 1.005 - last, 0.0)
    factor = np.where(are, np.maximum(1.0, lacking / np.maximum(before + first, 1.0)), 1.0)
    return before * factor, first * factor
