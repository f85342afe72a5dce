"""Reviewing of a call in a place: who judges what, sealed points, and what is opened of them."""
