"""The commands that judge settings, one function each."""

from pathlib import Path

import click

from topopress.cli.options import INTERVALS, OVERLAP, RADIUS, device_option, root_option


@click.command()
@click.argument("name")
@click.option("--layer", help="Layer to evaluate; by default all published ones.")
@root_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Page to write; tune/NAME.html in the root by default.",
)
@device_option
def tune(name: str, layer: str | None, root: Path, out: Path | None, device: str) -> None:
    """Evaluate metric, number of intervals and eps for the exploration NAME, best first.

    Prints a table for each layer and writes a page with all tables. The site does not change.
    """
    from topopress.cli.tuning import tune_and_report

    tune_and_report(root, name, layer, out, device=device)


@click.command()
@click.argument("name")
@click.option("--layer", default=None, help="Layer to sweep; by default all published ones.")
@click.option(
    "--intervals",
    type=INTERVALS,
    multiple=True,
    help="Number of intervals; repeat for several. By default 0.5 to 2 times the layer's own.",
)
@click.option(
    "--overlap",
    type=OVERLAP,
    multiple=True,
    help="Overlap; repeat for several. By default from 0.1 below to 0.2 above the layer's own.",
)
@click.option(
    "--eps",
    type=RADIUS,
    multiple=True,
    help="Radius; repeat for several. By default 0.7 to 1.4 times the layer's own.",
)
@click.option(
    "--radius",
    type=RADIUS,
    multiple=True,
    help="Radius of balls; repeat for several. By default 0.7 to 1.4 times the layer's own.",
)
@root_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Page to write, with JSON beside it; sweep/NAME.html in the root by default.",
)
@device_option
def sweep(  # noqa: PLR0913 - click passes each option
    *,
    name: str,
    layer: str | None,
    intervals: tuple[int, ...],
    overlap: tuple[float, ...],
    eps: tuple[float, ...],
    radius: tuple[float, ...],
    root: Path,
    out: Path | None,
    device: str,
) -> None:
    """Build the graphs of the exploration NAME for every combination of some settings.

    These are the number of intervals, their overlap and eps; for balls their radius.

    Prints a table of figures for each layer and writes a page and JSON. The site does not change.
    An interrupted sweep continues with the missing graphs.
    """
    from topopress.analysis.settings.types import SweepAxes
    from topopress.cli.sweeping import sweep_and_report

    axes = SweepAxes(intervals, overlap, eps, radius)
    sweep_and_report(root, name, layer, axes, out, device=device)
