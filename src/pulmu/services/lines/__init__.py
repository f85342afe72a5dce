"""Production lines of a firm, kept in versions and tied to its plants."""
