"""`pulmu serve --settings`: how a place would be served, to be kept with the papers of an audit. No secret is in it."""

import dataclasses
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pulmu.services.accounts.door import Policy
    from pulmu.services.accounts.provider import Provider


def settings_report(
    data: Path, names: tuple[str, ...], policy: "Policy", *, https: str, proxies: tuple[str, ...], is_limited: bool,
    has_metrics_token: bool, engine: str = "", providers: "tuple[Provider, ...]" = (),
) -> str:  # fmt: skip
    """Every setting that bears on who gets in and what they may do, as JSON.

    Parameters
    ----------
    https : By what people reach it: `none`, `own` or `proxy`.
    """
    import pulmu
    from pulmu.bootstrap.population import PLACE_ENGINE
    from pulmu.http.limits import EACH, RATES, TOGETHER
    from pulmu.services.access.permission import SECOND_FACTOR_ROLES

    rates = {kind: {"at_once": rate.burst, "per_minute": rate.per_minute} for kind, rate in RATES.items()}
    metrics = "by token" if has_metrics_token else "nobody" if https == "proxy" or proxies else "this machine"
    told: dict[str, Any] = {
        "program": f"pulmu {pulmu.__version__}",
        "data": str(data),
        "database": "postgresql" if os.environ.get("PULMU_DATABASE") else "sqlite",
        "engine_of_populations": engine or PLACE_ENGINE,
        "names": list(names),
        "https": https,
        "believed_proxies": list(proxies),
        "metrics_are_read_by": metrics,
        "accounts": {field.name: _plain(getattr(policy, field.name)) for field in dataclasses.fields(policy)},
        "identity_providers": [
            {
                "name": item.name,
                "issuer": item.issuer,
                "client_id": item.client_id,
                "has_secret": bool(item.client_secret),
                "second_factor_amr": list(item.second_factor_amr),
                "second_factor_acr": list(item.second_factor_acr),
            }
            for item in providers
        ],
        "second_factor_asked_of": sorted(SECOND_FACTOR_ROLES),
        "limits": rates | {"files_at_once": {"company": EACH, "all": TOGETHER}} if is_limited else None,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _plain(value: object) -> object:
    """A span in seconds."""
    return int(value.total_seconds()) if isinstance(value, timedelta) else value
