"""A module for each group of pages; each answers one question, and calls one service for it."""
