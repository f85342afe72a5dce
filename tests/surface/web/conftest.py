"""A served place, looked at by a browser."""

from tests.surface.api.conftest import town

__all__ = ["town"]
