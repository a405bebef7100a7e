"""The figures of the graphs of a grid of settings, as a page and as JSON."""

from dataclasses import dataclass
from pathlib import Path

import orjson

from topopress.analysis.settings.sweep import swept_settings
from topopress.analysis.settings.types import SweepAxes
from topopress.analysis.stages import sweep as sweep_stage
from topopress.build.exploration import run_inputs
from topopress.build.own_page import require_replaceable, wanted_layers, write_page
from topopress.build.plan import Plan, plan_exploration
from topopress.config.load import load_project
from topopress.config.schema import Mapper
from topopress.core.errors import ConfigError
from topopress.core.progress import SILENT, Progress
from topopress.kinds.kind import LayerStages
from topopress.mapper.clusterers.base import clusterer_of
from topopress.pages.types.sweep import MARK, SweptLayer, sweep_page
from topopress.stage.executor import Executor
from topopress.stage.listener import Listener
from topopress.stage.stage import batch
from topopress.store.store import Store


@dataclass(frozen=True, slots=True)
class Swept:
    """The result of ``sweep``.

    Attributes:
        page: The page that was written; the JSON file is beside it.
        layers: The graphs of each layer.
    """

    page: Path
    layers: tuple[SweptLayer, ...]


def sweep(  # noqa: PLR0913 - each by name
    root: Path,
    name: str,
    *,
    axes: SweepAxes,
    layer: str | None = None,
    out: Path,
    listener: Listener,
    progress: Progress = SILENT,
    device: str = "cpu",
) -> Swept:
    """Build the graphs of a grid of settings of an exploration, and write their figures.

    The figures of each graph are stored as soon as they are known: a sweep that was interrupted
    goes on with the graphs that are missing. The site does not change.

    Args:
        root: Folder that holds ``content/``.
        name: Name of the exploration; it may be a draft.
        axes: The values that are combined.
        layer: Sweep this layer alone.
        out: The page to write; a JSON file of the same name is written beside it.
        listener: Is told what runs.
        progress: Is told how far long work is.
        device: Device of the networks, as in torch.

    Raises:
        TopopressError: any mistake of the author's.
    """
    require_replaceable(out, MARK)
    project = load_project(root, (name,))
    source = project.explorations[0]
    with Store(root / ".topopress") as store:
        plan = plan_exploration(source, store.hash_file)
        wanted = wanted_layers(plan, layer)
        with Executor(store, listener, progress, device=device) as executor:
            run_inputs(executor, plan)
            layers = tuple(_layer(executor, plan, plan.layers[each], axes) for each in wanted)
    page = sweep_page(
        source.settings.title, project.site.language, layers, templates=root / "templates"
    )
    write_page(page, out)
    write_page(_json(name, layers), out.with_suffix(".json"))
    return Swept(out, layers)


def _layer(executor: Executor, plan: Plan, layer: LayerStages, axes: SweepAxes) -> SweptLayer:
    mapper = executor.record(layer.chosen).mapper
    radii = executor.record(layer.graph).eps
    source = plan.source
    clusterer = clusterer_of(mapper.clusterer).with_radius(radii)
    if axes.radii and not isinstance(clusterer.radius_setting, float):
        raise ConfigError(
            f"{source.where('mapper.clusterer')}: has no single radius, so --eps cannot be "
            "swept; leave --eps out"
        )
    own = mapper.model_copy(update={"clusterer": clusterer})
    settings = swept_settings(own, axes)
    stages = batch(
        sweep_stage,
        [f"{source.name}/{layer.name}/{_values(member)}" for member in settings],
        own={"mapper": settings},
        rows=layer.rows,
        columns=plan.columns,
        seed=source.settings.seed,
    )
    return SweptLayer(
        name=layer.name,
        metric=mapper.clusterer.metric,
        graphs=tuple(executor.record(stage) for stage in stages),
        used=settings.index(own) if own in settings else None,
    )


def _values(member: Mapper) -> str:
    cover, radius = member.cover, member.clusterer.radius_setting
    return f"{cover.n_intervals}-{cover.overlap:g}-{radius}"


def _json(name: str, layers: tuple[SweptLayer, ...]) -> bytes:
    document = {"exploration": name, "layers": layers}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
