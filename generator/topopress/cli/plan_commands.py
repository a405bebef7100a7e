"""The commands about the work of a build, one function each."""

from pathlib import Path

import click

from topopress.cli.options import LEASE_SECONDS, device_option, root_option


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


@click.command()
@click.argument("names", nargs=-1)
@root_option
@device_option
@click.option(
    "--lease",
    type=LEASE_SECONDS,
    default=60,
    show_default=True,
    help="Seconds after which the claim of a worker of another machine that does not renew it is "
    "taken over.",
)
def work(*, names: tuple[str, ...], root: Path, device: str, lease: float) -> None:
    """Compute what the store lacks for `topopress build NAMES`, beside other workers.

    Start as many as you like, on any machines that share the folder; they need no server and no
    messages. Each takes actions that are ready and that no other has claimed, until everything is
    stored. Then `topopress build` publishes in seconds. A worker can be stopped at any time.
    """
    from topopress.cli.working import work_and_report

    if not work_and_report(root, names, device=device, lease=lease):
        raise SystemExit(1)
