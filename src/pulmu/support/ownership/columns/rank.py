"""Who is the largest holder, for many contests at once."""

import ibis
import ibis.expr.types as ir

from pulmu.support.ownership.columns.links import NO, UNKNOWN, YES, Links, reaches


def rank(contests: ir.Table, links: Links, known_from: float) -> ir.Table:
    """Each contest with `rank`: 0, 1, 2 for no, unknown, yes.

    Parameters
    ----------
    contests : `company`, `own_low`, `own_high`, `direct` (held directly for sure), `rival_low` and `rival_high` (the
        most any rival has; NULL if there is none).
    """
    known = links.nodes.select(_node=links.nodes.node, _known=links.nodes.owners_known)
    rest = links.rest.select(_rest_of=links.rest.owned, _rest=links.rest.rest)
    table = contests.left_join(rest, [("company", "_rest_of")]).drop("_rest_of")
    table = table.left_join(known, [("company", "_node")]).drop("_node")
    rest_of, is_known = table["_rest"].fill_null(1.0), table["_known"].fill_null(False)
    strangers = is_known.ifelse(ibis.least(rest_of, known_from), rest_of)
    slack = is_known.ifelse(0.0, rest_of)
    strongest = ibis.coalesce(table.rival_high + slack, 0.0)
    threat = ibis.least(ibis.greatest(strongest, strangers), 1.0 - table.direct)
    beaten = ~reaches(table.own_high + slack, table.rival_low.fill_null(0.0))
    found = ibis.cases((reaches(table.own_low, threat), YES), (beaten, NO), else_=UNKNOWN).cast("int8")
    return table.mutate(rank=found).drop("_rest", "_known")
