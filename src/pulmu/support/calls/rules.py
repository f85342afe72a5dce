"""A programme in the terms of a call: its dates, money, quotas and bonus, so that one rulebook judges both."""

import dataclasses
from decimal import Decimal

from pulmu.model.call import Call, CallQuota
from pulmu.model.programme import Programme, Quota, Round, Selection


def call_programme(programme: Programme, call: Call) -> Programme:
    """The programme as the call has it; conditions, exclusions and payment stay the programme's.

    Its outputs are those of `pulmu.support.programme.programme_rules`: ``<programme>.eligible``,
    ``<programme>.quota.<id>`` of each quota of the call, ``<programme>.bonus_points`` where there is a bonus.
    """
    taken = Round(
        id=call.id, year=call.year, opens=call.opens, opens_at=call.opens_at, closes=call.closes,
        closes_at=call.closes_at, time_zone=call.time_zone,
    )  # fmt: skip
    selection = Selection(
        quotas=tuple(map(_quota, call.quotas)),
        bonus=call.bonus,
        one_bonus_only=call.one_bonus_only,
        criteria=tuple(item.name_ko for item in call.criteria),
    )
    return dataclasses.replace(
        programme,
        rounds=(taken,),
        budget_krw=call.budget_krw if call.budget_krw is not None else programme.budget_krw,
        projects=call.places if call.places is not None else programme.projects,
        selection=selection,
    )


def _quota(quota: CallQuota) -> Quota:
    return Quota(id=quota.id, share=quota.least_share, when=quota.when, note=quota.note)


def hundredths(points: float) -> int:
    """Points as whole hundredths, as a call counts them.

    Raises
    ------
    ValueError  More than two decimals.
    """
    exact = Decimal(repr(points)) * 100
    if exact != exact.to_integral_value():
        raise ValueError(f"{points} has more than two decimals")
    return int(exact)
