"""Records in a database: SQLite, one file for the place and one for each workspace, or PostgreSQL with row security."""
