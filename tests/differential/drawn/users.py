"""Who uses a flow."""

Users = dict[str, float | None]
"""Amount by user; None for (part of) the rest."""
