"""The drawn plant as Pulmu's plant: what a user would write into its file."""

from tests.differential.described.plant import described

__all__ = ["described"]
