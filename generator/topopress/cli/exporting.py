"""``topopress export`` and ``topopress figures``: files for other tools."""

from pathlib import Path

import click

from topopress.build.export import export, export_figures, export_single_file
from topopress.core.counted import counted
from topopress.stage.report import BuildReport


def export_and_report(  # noqa: PLR0913 - the options
    root: Path,
    name: str,
    *,
    graph: str | None,
    rows: str | None,
    layer: str | None,
    out: Path | None,
    device: str,
) -> None:
    """Write graphs and rows of an exploration, and print the files."""
    if graph is None and rows is None:
        raise click.UsageError(
            "Give --graph FORMAT or --rows FORMAT, or both, or --single-file FILE."
        )
    with BuildReport() as report:
        files = export(
            root,
            name,
            graph=graph,
            rows=rows,
            layer=layer,
            out=out,
            listener=report,
            progress=report,
            device=device,
        )
    for file in files:
        click.echo(f"wrote {file}")


def figures_and_report(root: Path, name: str, out: Path | None, *, device: str) -> None:
    """Write the facts of an exploration's layers, and print the file."""
    with BuildReport() as report:
        file = export_figures(root, name, out=out, listener=report, progress=report, device=device)
    click.echo(f"wrote {file}")


def single_file_and_report(root: Path, name: str, out: Path, *, device: str) -> None:
    """Write the page of an exploration as one file, and print its size."""
    with BuildReport() as report:
        size = export_single_file(root, name, out, listener=report, progress=report, device=device)
    click.echo(f"wrote {out}: {size / 1e6:.1f} MB")


def static_figures_and_report(root: Path, name: str, out: Path | None, *, device: str) -> None:
    """Write the figures of an exploration, and print their folder."""
    from topopress.build.static_figures import export_static_figures

    with BuildReport() as report:
        folder, number = export_static_figures(
            root, name, out=out, listener=report, progress=report, device=device
        )
    figures = counted(number, "figure")
    click.echo(f"wrote {figures} as SVG, PDF and PNG into {folder}, with figures.tex")
