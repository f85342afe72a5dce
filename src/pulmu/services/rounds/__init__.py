"""Rounds of matching that an agency keeps."""
