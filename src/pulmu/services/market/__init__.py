"""Offers and needs in a place: kept in versions, shown to all as copies, and found for one another."""
