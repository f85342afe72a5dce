"""Guarded control of the lines of a place: who may ask for what, what was proven, and the way to the guard's desk."""
