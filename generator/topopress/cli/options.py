"""Options of several commands, and types of numbers that are checked before anything runs."""

import math
from pathlib import Path
from typing import Any

import click

from topopress.config.limits import LARGEST_RADIUS, MOST_ELEMENTS


class FiniteRange(click.FloatRange):
    """A range of numbers without the word ``nan``, which no comparison excludes."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as in click
        """Return the number.

        Raises:
            click.BadParameter: it is not in the range.
        """
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value} is not a number.", param, ctx)
        return number


PORT = click.IntRange(0, 65_535)
INTERVALS = click.IntRange(1, MOST_ELEMENTS)
OVERLAP = FiniteRange(0, 1, max_open=True)
RADIUS = FiniteRange(0, LARGEST_RADIUS, min_open=True)

_folder = click.Path(path_type=Path, file_okay=False)
root_option = click.option(
    "--root",
    type=_folder,
    default=Path(),
    help="Folder that holds content/; the current folder by default.",
)
out_option = click.option(
    "--out", type=_folder, help="Folder of the built site; public/ in the root by default."
)
