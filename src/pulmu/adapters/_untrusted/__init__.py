"""Content nobody has looked at yet: read by a child process with limits on memory, time and what it may touch."""

from pulmu.adapters._untrusted.process import Limit, ask_child, child_lines

__all__ = ["Limit", "ask_child", "child_lines"]
