"""The plan of one exploration with an open store, for commands that write beside the site."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from topopress.build.plan import Plan, plan_exploration
from topopress.build.site import STORE
from topopress.config.load import Project, load_project
from topopress.core.errors import ConfigError, suggestion
from topopress.core.progress import Progress
from topopress.stage.executor import Executor
from topopress.stage.listener import Listener
from topopress.store.store import Store


@contextmanager
def opened_plan(
    root: Path, name: str, *, listener: Listener, progress: Progress, device: str
) -> Iterator[tuple[Project, Executor, Plan]]:
    """Open the store of a project, and plan one of its explorations, which may be a draft.

    Errors of the block are about this exploration.

    Raises:
        TopopressError: any mistake of the author's.
    """
    project = load_project(root, (name,))
    if project.case_studies:
        raise ConfigError(f"{name!r} is a case study, which computes nothing; name an exploration")
    source = project.explorations[0]
    with (
        Store(root / STORE) as store,
        Executor(store, listener, progress, device=device) as executor,
        source.named(),
    ):
        yield project, executor, plan_exploration(source, store.hash_file)


def wanted_layers(plan: Plan, layer: str | None) -> tuple[str, ...]:
    """Return the names of the layers that a command is about: the given one, or all.

    Raises:
        ConfigError: the exploration does not publish the layer.
    """
    published = plan.layer_names
    if layer is None:
        return published
    if layer not in published:
        named = plan.source.settings
        of_data = "data.layers" if hasattr(named.data, "layers") else "data"
        key = "network.layers" if named.network else of_data
        raise ConfigError(
            f"{plan.source.where(key)}: has no layer {layer!r}{suggestion(layer, published)}; the "
            f"layers are {', '.join(published)}"
        )
    return (layer,)
