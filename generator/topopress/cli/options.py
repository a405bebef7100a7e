"""Options of several commands, and types of numbers that are checked before anything runs."""

import math
import re
from pathlib import Path
from typing import Any

import click

from topopress.config.limits import LARGEST_RADIUS, MOST_ELEMENTS

_UNITS = {"": 1, "kb": 1000, "mb": 1_000_000, "gb": 1_000_000_000}


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


class Size(click.ParamType):  # type: ignore[type-arg]
    """A number of bytes, such as ``50MB``."""

    name = "SIZE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - as in click
        """Return the bytes.

        Raises:
            click.BadParameter: it is no size.
        """
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(?i)(\d+(?:\.\d+)?)\s*(kb|mb|gb)?", str(value).strip())
        if found is None or not float(found[1]):
            self.fail(f"{value!r} is no size; write for instance 50MB.", param, ctx)
        return int(float(found[1]) * _UNITS[(found[2] or "").lower()])


MOST_WORKERS = 256
LEASE_SECONDS = FiniteRange(1, 86_400)
PORT = click.IntRange(0, 65_535)
INTERVALS = click.IntRange(1, MOST_ELEMENTS)
OVERLAP = FiniteRange(0, 1, max_open=True)
RADIUS = FiniteRange(0, LARGEST_RADIUS, min_open=True)
SIZE = Size()

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
workers_option = click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    default=1,
    show_default=True,
    help="Processes of this machine that compute side by side.",
)
device_option = click.option(
    "--device",
    default="cpu",
    show_default=True,
    help="Device of the networks, as in torch: cpu, cuda, cuda:1, mps.",
)
