"""Pulmu: from a manufacturer's meters to a verified carbon figure, and from there to a cheaper, cleaner plant."""

__version__ = "0.1.0"
