"""The stages that every layer has, whatever its samples are."""

from topopress.activations.types import Rows
from topopress.analysis.stages import ChosenMapper, choice, projection, statistics, structures
from topopress.bundle.parts import FamilyChunk
from topopress.bundle.stages import family
from topopress.config.load import ExplorationSource
from topopress.config.schema import Mapper, Stability, Visuals
from topopress.kinds.kind import Inputs, LayerStages
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.stages import LensColumns, layout, mapper
from topopress.mapper.types import MapperGraph
from topopress.stage.stage import Stage, stage
from topopress.visuals.stages import attribution, exemplars
from topopress.visuals.types import Attribution, ExemplarRows


def construction(settings: Mapper) -> Mapper:
    """Return the settings that decide a graph, without those that judge it."""
    return settings.model_copy(update={"preset": None, "stability": Stability()})


def layer_stages(
    source: ExplorationSource,
    inputs: Inputs,
    layer: str,
    rows: Stage[Rows],
    columns: Stage[LensColumns] | None,
) -> LayerStages:
    """Return the stages of a layer; ``columns`` are lenses that are no function of the vectors."""
    settings, item = source.settings, f"{source.name}/{layer}"
    seed, given, counts = settings.seed, construction(settings.mapper), settings.visuals
    chosen = stage(
        choice, item, rows=rows, columns=columns, mapper=given, candidates="open", seed=seed
    )
    graph = stage(mapper, item, rows=rows, columns=columns, chosen=chosen, seed=seed)
    described = stage(statistics, item, rows=rows, graph=graph, labels=inputs.samples)
    chosen_rows = stage(
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
        exemplars=chosen_rows,
        attribution=_attribution(source, inputs, item, rows, chosen_rows),
    )


def _family(
    source: ExplorationSource,
    layer: str,
    rows: Stage[Rows],
    graph: Stage[MapperGraph],
    chosen: Stage[ChosenMapper],
) -> Stage[FamilyChunk] | None:
    settings = source.settings.mapper
    if len(settings.lenses) > 1 or not clusterer_of(settings.clusterer).can_be_cut:
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
    rows: Stage[Rows],
    chosen: Stage[ExemplarRows],
) -> Stage[Attribution] | None:
    wanted = inputs.attributed and source.settings.visuals.attribution
    if inputs.network is None or not wanted:
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
