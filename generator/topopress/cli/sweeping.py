"""``topopress sweep``: tables of graphs in a terminal, as JSON and as a page."""

from pathlib import Path

import click

from topopress.analysis.settings.types import SweepAxes
from topopress.build.sweep import sweep
from topopress.cli.tables import aligned
from topopress.pages.types.sweep import SweptLayer, columns_of, row_of, summary
from topopress.stage.report import BuildReport

FOLDER = "sweep"


def sweep_and_report(
    root: Path, name: str, layer: str | None, axes: SweepAxes, out: Path | None, *, device: str
) -> None:
    """Build the graphs of an exploration, print their figures, and write a page and JSON."""
    page = out or root / FOLDER / f"{name}.html"
    with BuildReport() as report:
        swept = sweep(
            root,
            name,
            axes=axes,
            layer=layer,
            out=page,
            listener=report,
            progress=report,
            device=device,
        )
    for each in swept:
        click.echo(_table(each))
    click.echo(f"open {page}")


def _table(layer: SweptLayer) -> str:
    rows = [row_of(layer, index) for index in range(len(layer.graphs))]
    head = (*map(str.lower, columns_of(layer)), "")
    lines = aligned([head, *((*row.figures, row.note) for row in rows)], left={len(head) - 1})
    return "\n".join([f"{layer.name}: {summary(layer)}", *lines, ""])
