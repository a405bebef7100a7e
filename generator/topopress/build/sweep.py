"""The figures of the graphs of a grid of settings, as a page and as JSON."""

from functools import partial
from pathlib import Path

import orjson

from topopress.analysis.settings.sweep import swept_settings
from topopress.analysis.settings.types import SweepAxes
from topopress.analysis.shape.other_graphs import with_ball_radius
from topopress.analysis.stages import sweep as sweep_stage
from topopress.build.own_file import write_file
from topopress.build.own_page import page_of_layers
from topopress.build.plan import Plan
from topopress.config.balls import BallCover
from topopress.config.limits import MOST_ELEMENTS
from topopress.config.schema import Mapper
from topopress.core.errors import ConfigError
from topopress.core.progress import SILENT, Progress
from topopress.kinds.kind import LayerStages
from topopress.mapper.clusterers.base import clusterer_of
from topopress.pages.types.sweep import MARK, SweptLayer, sweep_page
from topopress.stage.executor import Executor
from topopress.stage.listener import Listener
from topopress.stage.stage import batch


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
) -> tuple[SweptLayer, ...]:
    """Build the graphs of a grid of settings of an exploration; return and write their figures.

    The figures of each graph are stored as soon as they are known: a sweep that was interrupted
    goes on with the graphs that are missing. A JSON file is written beside the page. The arguments
    and errors are those of ``page_of_layers``, with the ``axes`` whose values are combined.
    """
    layers = page_of_layers(
        root,
        name,
        layer=layer,
        out=out,
        mark=MARK,
        compute=partial(_layer, axes=axes),
        page=sweep_page,
        listener=listener,
        progress=progress,
        device=device,
    )
    write_file(_json(name, layers), out.with_suffix(".json"))
    return layers


def _layer(executor: Executor, plan: Plan, layer: LayerStages, axes: SweepAxes) -> SweptLayer:
    _require_few_elements(plan, axes)
    _require_fitting_cover(plan, axes)
    mapper = executor.record(layer.settled).mapper
    radii = executor.record(layer.graph).eps
    source = plan.source
    clusterer = clusterer_of(mapper.clusterer).with_radius(radii)
    if axes.radii and not isinstance(clusterer.radius_setting, float):
        raise ConfigError(
            f"{source.where('mapper.clusterer')}: has no single radius, so --eps cannot be "
            "swept; leave --eps out"
        )
    own = with_ball_radius(mapper, executor.record(layer.graph).ball_radius)
    own = own.model_copy(update={"clusterer": clusterer})
    settings = swept_settings(own, axes)
    stages = batch(
        sweep_stage,
        [f"{source.name}/{layer.name}/{_values(member)}" for member in settings],
        own={"mapper": settings},
        rows=layer.compared,
        columns=plan.layer_columns[layer.name],
        seed=source.settings.seed,
    )
    return SweptLayer(
        name=layer.name,
        metric=mapper.clusterer.metric,
        graphs=tuple(executor.record(stage) for stage in stages),
        used=settings.index(own) if own in settings else None,
    )


def _require_few_elements(plan: Plan, axes: SweepAxes) -> None:
    """Refuse numbers of intervals that make more cover elements than a graph can have."""
    lenses = len(plan.source.settings.mapper.lenses)
    most = max(axes.n_intervals, default=1)
    if most**lenses > MOST_ELEMENTS:
        raise ConfigError(
            f"--intervals {most}: {most**lenses:,} cover elements of {lenses} lenses are more "
            f"than a graph can have ({MOST_ELEMENTS:,}); give a smaller number"
        )


def _require_fitting_cover(plan: Plan, axes: SweepAxes) -> None:
    """Refuse axes that the cover does not have."""
    balls, where = plan.source.settings.mapper.balls, plan.source.where("mapper.cover")
    if plan.source.settings.mapper.splits is not None:
        raise ConfigError(
            f"{where}: a cover of kind 'split' has no intervals and no radius, so there is nothing "
            "to sweep; change its settings and build again"
        )
    if balls is not None and (axes.n_intervals or axes.overlaps):
        raise ConfigError(
            f"{where}: balls have no intervals, so --intervals and --overlap cannot be swept; "
            "give --radius, or leave them out"
        )
    if balls is None and axes.ball_radii:
        raise ConfigError(
            f"{where}: --radius is the radius of balls, and intervals cover the lens; give --eps "
            "for the radius of the clusterer, or leave it out"
        )


def _values(member: Mapper) -> str:
    radius = member.clusterer.radius_setting
    if isinstance(member.cover, BallCover):
        return f"{member.cover.radius}-{radius}"
    (first, *_) = member.covers
    return f"{first.n_intervals}-{first.overlap:g}-{radius}"


def _json(name: str, layers: tuple[SweptLayer, ...]) -> bytes:
    document = {"exploration": name, "layers": layers}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
