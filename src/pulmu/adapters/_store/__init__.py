"""How readings lie on disk, and what the database works out of them."""
