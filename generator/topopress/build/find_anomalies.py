"""The findings of one exploration, for the command."""

from pathlib import Path

from topopress.build.exploration import check_inputs
from topopress.build.opened_plan import opened_plan
from topopress.core.errors import ConfigError
from topopress.core.progress import Progress
from topopress.diagnosis.types import Findings
from topopress.samples.types import Sample
from topopress.stage.listener import Listener


def find_anomalies(
    root: Path, name: str, *, listener: Listener, progress: Progress, device: str
) -> tuple[Findings, tuple[Sample, ...]]:
    """Return what is worth a look in the data of an exploration, and its samples.

    Raises:
        ConfigError: the settings of the exploration do not ask for it.
        TopopressError: any other mistake of the author's.
    """
    opened = opened_plan(root, name, listener=listener, progress=progress, device=device)
    with opened as (_, executor, plan):
        if plan.anomalies is None:
            raise ConfigError(
                f"{plan.source.where('anomalies')}: is not set; write `anomalies = true` above the "
                "first table"
            )
        check_inputs(executor, plan)
        found = executor.record(plan.anomalies.findings)
        return found, executor.record(plan.inputs.samples).samples
