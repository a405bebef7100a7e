"""The commands about the work of a build, one function each."""

from pathlib import Path

import click

from topopress.cli.options import root_option


@click.command()
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print it as data.")
@root_option
def plan(*, names: tuple[str, ...], as_json: bool, root: Path) -> None:
    """Print what `topopress build NAMES` would do, and about how long that takes.

    Nothing runs and nothing is written. For each action: whether its result is stored, what it
    waits for, and the time after the nearest run that the store has recorded. "missing" means that
    it is not stored; "depends", that this is known once the results it waits for are there.
    """
    from topopress.cli.planning import print_plan

    print_plan(root, names, as_json=as_json)
