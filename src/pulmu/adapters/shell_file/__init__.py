"""Files of administration shells: packages (AASX), JSON and XML in; packages and JSON out."""

from pulmu.adapters.shell_file.judge import judge_strictly, not_installed
from pulmu.adapters.shell_file.read import LARGEST_SHELL, read_shell_bytes, read_shell_file
from pulmu.adapters.shell_file.write import write_shell

__all__ = ["LARGEST_SHELL", "judge_strictly", "not_installed", "read_shell_bytes", "read_shell_file", "write_shell"]
