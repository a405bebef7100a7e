"""The commands, one function each."""

from pathlib import Path
from typing import Any

import click

from topopress import __version__
from topopress.cli.deploy_commands import deploy
from topopress.cli.diagnosis_commands import anomalies
from topopress.cli.options import (
    INTERVALS,
    OVERLAP,
    PORT,
    RADIUS,
    SIZE,
    out_option,
    root_option,
)
from topopress.core.errors import TopopressError

INTERRUPTED = 130
device_option = click.option(
    "--device",
    default="cpu",
    show_default=True,
    help="Device of the networks, as in torch: cpu, cuda, cuda:1, mps.",
)


class Commands(click.Group):
    """Prints a user's error as one message and exits with status 1; bugs show a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what the command returns
        """Run a command."""
        try:
            return super().invoke(ctx)
        except TopopressError as error:
            click.echo(f"error: {error}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            done = "\ninterrupted; finished results are kept, repeat the command to continue"
            click.echo(done, err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="topopress %(version)s")
def main() -> None:
    """Publish the shape of what a neural network has learned."""


@main.command()
@click.argument("words", nargs=-1, required=True, metavar="FOLDER | KIND NAME")
@click.option("--template", help="What to start from; `topopress new FOLDER` asks.")
@click.option("--yes", is_flag=True, help="Ask nothing: an exploration of pictures.")
@root_option
def new(*, words: tuple[str, ...], template: str | None, yes: bool, root: Path) -> None:
    """Create a small working site in FOLDER, or add to the site that is here.

    In a terminal it asks what you want: an exploration of pictures, of words, or of your own
    vectors, a case study, or the supplement of a paper. --template names one of them: pictures,
    words, vectors, case-study, supplement. FOLDER may hold other things, such as a fresh
    repository; nothing is overwritten.

    KIND NAME adds an exploration or a case study to a site: `topopress new case-study birds`.
    """
    from topopress.cli.starting import start

    start(words, template, root, asks=not yes)


@main.command()
@click.argument("names", nargs=-1)
@root_option
@out_option
@device_option
@click.option("--explain", is_flag=True, help="Print for each stage why it runs or is reused.")
@click.option("--plan", is_flag=True, help="Print the stages and what each reads; run nothing.")
@click.option(
    "--rerun",
    is_flag=True,
    help="Run the code of your own networks and samples again, even if no file that it read has "
    "changed.",
)
def build(  # noqa: PLR0913 - click passes each option
    *,
    names: tuple[str, ...],
    root: Path,
    out: Path | None,
    device: str,
    explain: bool,
    plan: bool,
    rerun: bool,
) -> None:
    """Build the site, or only the explorations and case studies NAMES.

    A case study brings the explorations that it draws on; its full name is case-studies/NAME.
    Others stay on the site if their graphs are stored.

    Results are reused if settings, inputs, code and libraries are unchanged. The old site stays in
    place until the new one is complete.
    """
    from topopress.build.site import plan_site
    from topopress.cli.building import build_and_report

    if plan:
        click.echo(plan_site(root, names))
        return
    build_and_report(root, out, names, device=device, explain=explain, rerun=rerun)


@main.command()
@root_option
@out_option
@device_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=PORT, default=8000, show_default=True, help="Port; 0 for any free one."
)
def serve(root: Path, out: Path | None, device: str, host: str, port: int) -> None:
    """Build the site, serve it on this machine, and rebuild after edits of texts and templates."""
    from topopress.cli.building import serve_and_follow

    serve_and_follow(root, out, device=device, host=host, port=port)


@main.command()
@root_option
@out_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people, as data, or as annotations of GitHub Actions.",
)
@click.option("--strict", is_flag=True, help="Exit with status 1 for notices, too.")
@click.option(
    "--axe",
    is_flag=True,
    help="Also look at every built page with axe-core in a browser; needs topopress[axe].",
)
@click.option(
    "--anonymous",
    type=click.Path(path_type=Path),
    is_flag=False,
    flag_value=Path(),
    metavar="[ZIP]",
    help="Search every file of a supplement for traces of the author instead; without ZIP, of the "
    "built site.",
)
def check(
    *,
    root: Path,
    out: Path | None,
    format_: str,
    strict: bool,
    axe: bool,
    anonymous: Path | None,
) -> None:
    """Check the settings and texts, and the built site if there is one, without computing.

    The exit status is 1 if there is an error. docs/checking.md lists the rules.
    """
    from topopress.cli.reports import FAILED

    if anonymous is None:
        from topopress.cli.checking import check_and_report

        passes = check_and_report(root, out, format_=format_, strict=strict, axe=axe)
    else:
        from topopress.cli.supplement import check_anonymous

        archive = anonymous if anonymous != Path() else None
        passes = check_anonymous(root, archive, out, format_=format_, strict=strict)
    if not passes:
        raise SystemExit(FAILED)


@main.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--anonymous",
    is_flag=True,
    help="Leave out every trace of the author, and list what a text still says in anonymous.txt.",
)
@click.option(
    "--limit", type=SIZE, default="100MB", show_default=True, help="Size of the zip at most."
)
@root_option
@device_option
def supplement(out: Path, root: Path, device: str, *, anonymous: bool, limit: int) -> None:
    """Write the site as one zip, OUT.zip, for the supplement of a paper.

    It is built as `topopress build` does it. The same content gives the same bytes everywhere.
    """
    from topopress.cli.supplement import supplement_and_report

    supplement_and_report(root, out, anonymous=anonymous, limit=limit, device=device)


@main.command()
@click.argument("network")
@click.option("--weights", default="default", show_default=True, help="As in exploration.toml.")
@click.option(
    "--samples", help="Samples of your own that it is shown, file:PATH.py:NAME, as in data.samples."
)
def layers(network: str, weights: str, samples: str | None) -> None:
    """List the layers of NETWORK that can be published, with their output shapes."""
    from topopress.cli.layer_list import list_layers

    list_layers(network, weights, samples)


@main.command()
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


@main.command()
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


@main.command("import")
@click.argument("graph", type=click.Path(path_type=Path))
@click.option("--name", help="Folder below content/; by default after the file.")
@click.option(
    "--vectors",
    type=click.Path(path_type=Path),
    help="Vectors of the graph's rows: .npy, .npz, .safetensors or .parquet; FILE#NAME for an "
    "array of several.",
)
@click.option(
    "--metadata",
    type=click.Path(path_type=Path),
    help="Ids, labels and more of the rows: .csv, .tsv, .jsonl or .parquet.",
)
@root_option
def import_(
    graph: Path, name: str | None, vectors: Path | None, metadata: Path | None, root: Path
) -> None:
    """Make an exploration of GRAPH, a file with a Mapper graph that another tool has made.

    Read are KeplerMapper's dictionary, node-link data of networkx with the rows of each node (as of
    giotto-tda and tda-mapper), and the JSON of Mapper Interactive, TopoAct and Topopress. The files
    are copied into content/NAME/; nothing is overwritten.
    """
    from topopress.cli.importing import import_and_report

    import_and_report(graph, name, vectors, metadata, root)


@main.command()
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


@main.command()
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


@main.group()
def cite() -> None:
    """Works that the essays cite."""


@cite.command()
@click.argument("source", metavar="DOI-OR-FILE")
@root_option
@click.option("--key", help="Key of the work; by default its first author and year: smith2021.")
@click.option(
    "--resolver",
    default="https://doi.org",
    show_default=True,
    help="Address that answers for DOIs.",
)
def add(source: str, root: Path, key: str | None, resolver: str) -> None:
    """Add a work to content/references.bib (or .json): by its DOI, or those of a file.

    This is the only command that asks the network about works; a build never does. The file ends
    in .bib (BibTeX) or .json (CSL-JSON). Nothing that is there already is changed.
    """
    from topopress.cli.citing import add_and_report

    add_and_report(root, source, key, resolver)


@main.command()
@root_option
@out_option
@click.option("--all", "everything", is_flag=True, help="Remove the whole store and the site.")
def clean(root: Path, out: Path | None, everything: bool) -> None:
    """Remove stored results that the last build did not use."""
    from topopress.cli.building import clean_store

    clean_store(root, out, everything=everything)


main.add_command(deploy)
main.add_command(anomalies)
