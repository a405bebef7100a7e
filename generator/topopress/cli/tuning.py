"""``topopress tune``: tables of settings in a terminal, and as a page."""

from pathlib import Path

import click

from topopress.build.tuning import tune
from topopress.cli.tables import aligned
from topopress.core.counted import counted
from topopress.pages.types.tune import TunedLayer, columns, row_of, verdict
from topopress.stage.report import BuildReport

FOLDER = "tune"
SHOWN = 12
"""Number of candidates printed per layer, besides the used one; the page has all."""


def tune_and_report(
    root: Path, name: str, layer: str | None, out: Path | None, *, device: str
) -> None:
    """Evaluate the settings of an exploration, print the best and write all to a page."""
    page = out or root / FOLDER / f"{name}.html"
    with BuildReport() as report:
        tuned = tune(
            root, name, layer=layer, out=page, listener=report, progress=report, device=device
        )
    for tuned_layer in tuned:
        click.echo(_table(tuned_layer))
    click.echo(f"open {page}")


def _table(layer: TunedLayer) -> str:
    ranking = layer.ranking
    shown = ranking[:SHOWN]
    rows = [row_of(layer, place) for place in shown]
    if layer.used not in shown:
        rows.append(row_of(layer, layer.used))
    titles = columns([layer])
    head = (*map(str.lower, titles), "")
    cells = [(*row.figures, row.note) for row in rows]
    lines = aligned([head, *cells], left={0, len(titles)})
    left = len(ranking) - len(rows)
    more = [f"  and {counted(left, 'setting')} with lower scores"] if left else []
    return "\n".join([f"{layer.name}: {verdict(layer)}", *lines, *more, ""])
