"""The hash that seals a report: of its canonical JSON, the hash itself left empty."""

import hashlib
import json
from typing import Any

from pulmu.model import encode
from pulmu.services.report import Report


def report_hash(report: Report) -> str:
    """SHA-256 of a report as canonical JSON; whatever its `sha256` says now does not count."""
    return _hash(encode(report, full=True))


def check_report_hash(tree: Any) -> bool:
    """Whether a parsed report.json carries the hash of its own content."""
    if not isinstance(tree, dict) or not isinstance(tree.get("sha256"), str):
        return False
    try:
        return _hash(tree) == str(tree["sha256"])
    except (ValueError, TypeError, RecursionError):  # not finite, no JSON, half a character, or nested without end
        return False


def _hash(tree: dict[str, Any]) -> str:
    text = json.dumps(tree | {"sha256": ""}, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
