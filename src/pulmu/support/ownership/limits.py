"""The limits that ownership turns on: parameters of a rulebook, each an argument here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipLimits:
    """Shares of votes from which law draws a consequence.

    Parameters
    ----------
    control_from : Share from which the largest holder controls (SME Decree 3-2(1)).
    parent_from : Share from which a large largest holder makes a firm no SME (SME Decree 3(1)2b). Below it nobody asks
        for the rank, and `is_largest` stays unknown.
    whole_from : Share of a holder from which a chain counts what that holder has (International Tax Adjustment Decree
        2(3)); below it, the product.
    direct_whole_from : Share from which the sums of annex 2 count a firm whole, so that shares held through
        subsidiaries add nothing more.
    grandchild_whole_from : Share of a subsidiary from which the sums of annex 2 count what it has of another firm;
        below it, the product.
    known_from : Share from which every holder is told where `owners_known` says so.
    """

    control_from: float
    parent_from: float
    whole_from: float
    direct_whole_from: float
    grandchild_whole_from: float
    known_from: float
