"""The acts the carbon formulas cite, by their numbers."""

from pulmu.model import Confidence, Source


def cbam_regulation(place: str, confidence: Confidence = "read") -> Source:
    """Regulation (EU) 2023/956, the CBAM Regulation."""
    return Source("Regulation (EU) 2023/956", place, "2025-10-20", confidence)


def method_regulation(place: str, confidence: Confidence) -> Source:
    """Implementing Regulation (EU) 2025/2547, the calculation method."""
    return Source("Implementing Regulation (EU) 2025/2547", place, None, confidence)
