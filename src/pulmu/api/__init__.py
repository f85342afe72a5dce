"""The programs' way in: REST under /api/v1."""
