"""Calls for applications: the file of one, its moments, and the rules of its programme in its terms."""

from pulmu.support.calls.moments import closes_at, is_open, opens_at
from pulmu.support.calls.read import read_call
from pulmu.support.calls.rules import call_programme, hundredths

__all__ = ["call_programme", "closes_at", "hundredths", "is_open", "opens_at", "read_call"]
