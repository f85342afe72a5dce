"""A report of watching that passes, as if a line had been watched beside its plant for nine hours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pulmu.model.line import Line
from pulmu.services.live.shadow_report import Foretold, ShadowReport, line_seal, report_seal


def passed_report(line: Line, end: datetime | None = None, **changes: Any) -> ShadowReport:
    """Sealed, and ended now unless another moment is named."""
    end = end or datetime.now(UTC)
    found = Foretold(
        station="press", what="pieces", unit="1", model=100.0, plant=100.0, apart=0.0, error=0.0, slots=9
    )  # fmt: skip
    said: dict[str, Any] = {
        "line": line.id, "model": line_seal(line), "start": (end - timedelta(hours=9)).isoformat(),
        "end": end.isoformat(), "ended": end.isoformat(), "known_hours": 90.0, "unknown_hours": 0.0, "unwatched": (),
        "not_foretold": (), "foretold": (found,), "values": (),
    }  # fmt: skip
    made = ShadowReport(**(said | changes))
    return replace(made, seal=report_seal(made))
