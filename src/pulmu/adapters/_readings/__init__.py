"""Readings of a meter out of tables of any kind."""
