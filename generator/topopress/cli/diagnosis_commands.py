"""The commands that say what is worth a look."""

from pathlib import Path

import click

from topopress.cli.options import device_option, root_option


@click.command()
@click.argument("name")
@root_option
@click.option("--json", "as_json", is_flag=True, help="Print all findings as JSON.")
@device_option
def anomalies(*, name: str, root: Path, as_json: bool, device: str) -> None:
    """Print what is worth a look in the data of the exploration NAME.

    Label errors with their expected number, samples far from all others, near duplicates, and nodes
    in which the network errs. The exploration asks for them with `anomalies = true`. Only what they
    need is computed, and kept for the next build; the site does not change.
    """
    from topopress.cli.anomalies import print_anomalies

    print_anomalies(root, name, as_json=as_json, device=device)
