"""The commands that write results for other tools, one function each."""

from pathlib import Path

import click

from topopress.cli.options import device_option, root_option


@click.command()
@click.argument("name")
@click.option(
    "--graph",
    type=click.Choice(["json", "graphml", "networkx", "kmapper"]),
    help="Write the graph of each layer.",
)
@click.option(
    "--rows",
    type=click.Choice(["csv", "parquet"]),
    help="Write a table of the rows of each layer.",
)
@click.option(
    "--single-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the page with everything in it as one HTML file, which opens by double click.",
)
@click.option(
    "--static-figures",
    is_flag=True,
    help="Write the graphs and the figures of the essay as SVG, PDF and PNG, with LaTeX.",
)
@click.option("--layer", help="Layer to write; by default all published ones.")
@root_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write, of a single layer, or folder of the figures; by default "
    "export/NAME/LAYER or export/NAME/figures in the root.",
)
@device_option
def export(  # noqa: PLR0913 - click passes each option
    *,
    name: str,
    graph: str | None,
    rows: str | None,
    single_file: Path | None,
    static_figures: bool,
    layer: str | None,
    root: Path,
    out: Path | None,
    device: str,
) -> None:
    """Write graphs and rows of the exploration NAME for other tools, a file for each layer.

    Results that are missing are computed as in a build. The site does not change.
    """
    from topopress.cli import exporting

    if single_file is not None:
        if graph or rows or layer or out or static_figures:
            raise click.UsageError("--single-file is written on its own; leave out the others.")
        exporting.single_file_and_report(root, name, single_file, device=device)
        return
    if static_figures:
        if graph or rows or layer:
            raise click.UsageError("--static-figures are written on their own, with --out DIR.")
        exporting.static_figures_and_report(root, name, out, device=device)
        return
    exporting.export_and_report(
        root, name, graph=graph, rows=rows, layer=layer, out=out, device=device
    )


@click.command()
@click.argument("name")
@root_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; figures/NAME.json in the root by default.",
)
@device_option
def figures(name: str, root: Path, out: Path | None, device: str) -> None:
    """Write every fact of every layer of the exploration NAME as one JSON file.

    The facts are those that essays state, such as {{ LAYER.purity }}, at full precision. Results
    that are missing are computed as in a build.
    """
    from topopress.cli.exporting import figures_and_report

    figures_and_report(root, name, out, device=device)
