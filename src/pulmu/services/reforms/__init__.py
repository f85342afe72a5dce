"""Reforms of a workspace: those that come along and its own, what each changes, and what one was computed to do."""
