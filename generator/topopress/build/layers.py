"""The stages that every layer has, whatever its samples are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from topopress.activations.types import ActivationMatrix
from topopress.analysis.shape.types import LayerShape
from topopress.analysis.stages import (
    ChosenMapper,
    Description,
    Scatter,
    choice,
    projection,
    statistics,
    structures,
)
from topopress.bundle.stages import FamilyChunk, family
from topopress.config.load import ExplorationSource
from topopress.config.schema import Dbscan, Mapper, Stability, Visuals
from topopress.kinds.inputs import Inputs
from topopress.mapper.stages import LensColumns, Layout, layout, mapper
from topopress.mapper.types import MapperGraph
from topopress.stage.stage import Stage, stage
from topopress.visuals.stages import attribution, exemplars
from topopress.visuals.types import Attribution, ExemplarRows


@dataclass(frozen=True, slots=True)
class LayerStages:
    """The stages of one layer, in the order in which they run.

    Attributes:
        name: Name of the layer.
        rows: Its activation vectors.
        chosen: Settings chosen from the data.
        graph: Its Mapper graph.
        described: Figures of the nodes and of the graph.
        layout: Node positions.
        scatter: Scatter of the rows.
        shape: Structures and their stability.
        family: The same rows under other settings; None where there is no family to cut: with a
            cover of two lenses, or a clusterer without eps.
        exemplars: The members that stand for each node.
        attribution: Class attribution; None without a network, or where it is switched off.
    """

    name: str
    rows: Stage[ActivationMatrix]
    chosen: Stage[ChosenMapper]
    graph: Stage[MapperGraph]
    described: Stage[Description]
    layout: Stage[Layout]
    scatter: Stage[Scatter]
    shape: Stage[LayerShape]
    family: Stage[FamilyChunk] | None
    exemplars: Stage[ExemplarRows]
    attribution: Stage[Attribution] | None

    def named(self) -> Mapping[str, Stage[object]]:
        """Return the stages by the names of these attributes."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, Stage)}


def construction(settings: Mapper) -> Mapper:
    """Return the settings that decide a graph, without those that judge it."""
    return settings.model_copy(update={"preset": None, "stability": Stability()})


def layer_stages(
    source: ExplorationSource,
    inputs: Inputs,
    layer: str,
    rows: Stage[ActivationMatrix],
    columns: Stage[LensColumns] | None,
) -> LayerStages:
    """Return the stages of a layer.

    Args:
        source: The exploration.
        inputs: Its samples and network.
        layer: Name of the layer.
        rows: The layer's rows.
        columns: Lenses that are no function of the vectors; None if none is asked for.
    """
    settings, item = source.settings, f"{source.name}/{layer}"
    seed, given = settings.seed, construction(settings.mapper)
    chosen = stage(
        choice, item, rows=rows, columns=columns, mapper=given, candidates="open", seed=seed
    )
    graph = stage(mapper, item, rows=rows, columns=columns, chosen=chosen, seed=seed)
    described = stage(statistics, item, rows=rows, graph=graph, labels=inputs.samples)
    counts = settings.visuals
    return LayerStages(
        name=layer,
        rows=rows,
        chosen=chosen,
        graph=graph,
        described=described,
        layout=stage(layout, item, graph=graph, seed=seed),
        scatter=stage(projection, item, rows=rows, projection=settings.projection, seed=seed),
        shape=stage(
            structures,
            item,
            rows=rows,
            columns=columns,
            graph=graph,
            chosen=chosen,
            stability=settings.mapper.stability,
            seed=seed,
        ),
        family=_family(source, layer, rows, graph, chosen),
        exemplars=(
            chosen_rows := stage(
                exemplars,
                item,
                rows=rows,
                graph=graph,
                described=described,
                labels=inputs.samples,
                visuals=Visuals(
                    exemplars=counts.exemplars,
                    spread_exemplars=counts.spread_exemplars,
                    label_exemplars=counts.label_exemplars,
                ),
            )
        ),
        attribution=_attribution(source, inputs, item, rows, chosen_rows),
    )


def _family(
    source: ExplorationSource,
    layer: str,
    rows: Stage[ActivationMatrix],
    graph: Stage[MapperGraph],
    chosen: Stage[ChosenMapper],
) -> Stage[FamilyChunk] | None:
    settings = source.settings.mapper
    if len(settings.lenses) > 1 or not isinstance(settings.clusterer, Dbscan):
        return None
    return stage(
        family,
        f"{source.name}/{layer}",
        rows=rows,
        graph=graph,
        chosen=chosen,
        layer=layer,
        sample=settings.stability.sample,
        seed=source.settings.seed,
    )


def _attribution(
    source: ExplorationSource,
    inputs: Inputs,
    item: str,
    rows: Stage[ActivationMatrix],
    chosen: Stage[ExemplarRows],
) -> Stage[Attribution] | None:
    if inputs.network is None or not source.settings.visuals.attribution:
        return None
    return stage(
        attribution,
        item,
        rows=rows,
        exemplars=chosen,
        samples=inputs.samples,
        network=inputs.network,
        batch_size=source.settings.activations.batch_size,
        opened=inputs.opened,
        inputs=inputs.reader,
    )
