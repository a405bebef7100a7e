"""The command line: parse, call the pipeline, print.

Nothing heavy is imported before a command runs, so that ``topopress --help`` answers at once.
"""

from topopress.cli.commands import main

__all__ = ["main"]
