"""A worker without a build: computes what a store lacks, beside others. Imported when it runs."""

from pathlib import Path

import click

from topopress.build.crew import Orders, work_on
from topopress.build.site import STORE
from topopress.cli.building import prepare_process
from topopress.core.counted import counted
from topopress.core.errors import TopopressError
from topopress.core.processors import processors
from topopress.stage.report import BuildReport


def work_and_report(root: Path, names: tuple[str, ...], *, device: str, lease: float) -> bool:
    """Compute what is missing and what nobody else computes; whether everything succeeded."""
    prepare_process()
    mistakes: list[str] = []

    def failing(error: Exception) -> None:
        if not isinstance(error, TopopressError):
            raise error
        mistakes.append(str(error))

    orders = Orders(root, root / STORE, names, device, processors())
    with BuildReport() as report:
        work_on(orders, report, report, failing, lease=lease)
    click.echo(
        f"{counted(report.n_ran, 'stage')} ran here, {report.n_reused} were stored or computed by "
        "others; topopress build makes the site of them"
    )
    for each in dict.fromkeys(mistakes):
        click.echo(f"error: {each}", err=True)
    return not mistakes
