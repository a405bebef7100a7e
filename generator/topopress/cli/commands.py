"""The commands, one function each."""

import os
from pathlib import Path
from typing import Any

import click

from topopress import __version__
from topopress.cli.deploy_commands import deploy
from topopress.cli.diagnosis_commands import anomalies
from topopress.cli.export_commands import export, figures
from topopress.cli.options import (
    PORT,
    SIZE,
    device_option,
    out_option,
    root_option,
    workers_option,
)
from topopress.cli.plan_commands import plan, work
from topopress.cli.settings_commands import sweep, tune
from topopress.core.errors import TopopressError
from topopress.core.terminal import escaped
from topopress.core.threads import ONE_THREAD

INTERRUPTED = 130


class Commands(click.Group):
    """Prints a user's error as one message and exits with status 1; bugs show a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what the command returns
        """Run a command."""
        try:
            return super().invoke(ctx)
        except TopopressError as error:
            click.echo(f"error: {escaped(str(error))}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            done = "\ninterrupted; finished results are kept, repeat the command to continue"
            click.echo(done, err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="topopress %(version)s")
def main() -> None:
    """Publish the shape of what a neural network has learned."""
    os.environ.update(ONE_THREAD)  # before numpy and torch are loaded


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
@click.option(
    "--rerun",
    is_flag=True,
    help="Run the code of your own networks and samples again, even if no file that it read has "
    "changed.",
)
@workers_option
@click.option(
    "--json-log",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write everything that happens to FILE, one JSON object a line.",
)
def build(  # noqa: PLR0913 - click passes each option
    *,
    names: tuple[str, ...],
    root: Path,
    out: Path | None,
    device: str,
    explain: bool,
    rerun: bool,
    workers: int,
    json_log: Path | None,
) -> None:
    """Build the site, or only the explorations and case studies NAMES.

    A case study brings the explorations that it draws on; its full name is case-studies/NAME.
    Others stay on the site if their graphs are stored.

    Results are reused if settings, inputs, code and libraries are unchanged. The old site stays in
    place until the new one is complete.
    """
    from topopress.cli.building import build_and_report

    build_and_report(
        root,
        out,
        names,
        device=device,
        explain=explain,
        rerun=rerun,
        workers=workers,
        json_log=json_log,
    )


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


for _command in (plan, work, deploy, anomalies, tune, sweep, export, figures):
    main.add_command(_command)
