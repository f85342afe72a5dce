"""The acts the carbon formulas cite, by their numbers."""

from pulmu.model import Confidence, Source


def cbam_regulation(place: str, confidence: Confidence = "read") -> Source:
    """Regulation (EU) 2023/956, the CBAM Regulation."""
    return Source("Regulation (EU) 2023/956", place, "2025-10-20", confidence)


def method_regulation(place: str, confidence: Confidence) -> Source:
    """Implementing Regulation (EU) 2025/2547, the calculation method."""
    return Source("Implementing Regulation (EU) 2025/2547", place, None, confidence)


def free_allocation_regulation(place: str, confidence: Confidence) -> Source:
    """Implementing Regulation (EU) 2025/2620, the free-allocation adjustment."""
    return Source("Implementing Regulation (EU) 2025/2620", place, None, confidence)


def default_value_regulation(place: str, confidence: Confidence) -> Source:
    """Implementing Regulation (EU) 2025/2621 as corrected by (EU) 2026/1740, the default values."""
    return Source("Implementing Regulation (EU) 2025/2621", place, None, confidence)
