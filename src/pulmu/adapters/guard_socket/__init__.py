"""The socket of a guard: local, locked by a key in its folder, and only JSON goes over it."""

from pulmu.adapters.guard_socket.client import GuardLink
from pulmu.adapters.guard_socket.place import Spot, console_spot, desk_spot
from pulmu.adapters.guard_socket.server import listen

__all__ = ["GuardLink", "Spot", "console_spot", "desk_spot", "listen"]
