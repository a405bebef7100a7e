"""The command line: parses arguments, calls the build, prints.

Heavy imports wait until a command runs, so that ``topopress --help`` is fast.
"""

from topopress.cli.commands import main

__all__ = ["main"]
