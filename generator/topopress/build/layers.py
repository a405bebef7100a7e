"""The stages that every layer has, whatever its samples are."""

from dataclasses import dataclass

from topopress.activations.types import RowGroups, Rows
from topopress.analysis.preparation.stages import prepared
from topopress.analysis.stages import (
    ChosenMapper,
    Description,
    LabelPurities,
    choice,
    label_purities,
    statistics,
    structures,
)
from topopress.build.scatters import scatter_stages
from topopress.bundle.parts import FamilyChunk
from topopress.bundle.stages import family
from topopress.config.load import ExplorationSource
from topopress.config.preparation import Preparation
from topopress.config.schema import Family, Mapper, Stability
from topopress.config.visuals import Visuals
from topopress.kinds.kind import Inputs, Kind, LayerStages
from topopress.mapper.clusterers.base import clusterer_of
from topopress.mapper.stages import LensColumns, layout, mapper
from topopress.mapper.types import MapperGraph
from topopress.stage.stage import Stage, stage
from topopress.visuals.stages import attribution, exemplars
from topopress.visuals.types import Attribution, ExemplarRows


@dataclass(frozen=True, slots=True)
class GroupedRows:
    """The rows of a layer: as the network has them, their groups, and prepared if asked for."""

    layer: str
    rows: Stage[Rows]
    groups: Stage[RowGroups] | None
    prepared: Stage[Rows] | None


def grouped_rows(
    source: ExplorationSource, kind: Kind, inputs: Inputs, layer: str, rows: Stage[Rows]
) -> GroupedRows:
    """Return the rows of a layer with their groups, as its kind knows them.

    Raises:
        ConfigError: the preparation asks for what the kind does not know.
    """
    item, preparation = f"{source.name}/{layer}", source.settings.mapper.preparation
    groups = kind.groups(source, item, rows, inputs.samples)
    if not preparation.changes_rows:
        return GroupedRows(layer, rows, groups, None)
    made = stage(prepared, item, rows=rows, groups=groups, preparation=preparation)
    return GroupedRows(layer, rows, groups, made)


def construction(settings: Mapper) -> Mapper:
    """Return the settings that decide the graph of given rows, without those that judge it."""
    others = {
        "preset": None,
        "preparation": Preparation(),
        "stability": Stability(),
        "family": Family(),
    }
    return settings.model_copy(update=others)


def layer_stages(
    source: ExplorationSource,
    inputs: Inputs,
    given: GroupedRows,
    columns: Stage[LensColumns] | None,
    settled: Stage[ChosenMapper] | None = None,
) -> LayerStages:
    """Return the stages of a layer; ``columns`` are lenses that are no function of the vectors.

    The settings of its graph are those of ``settled``, if it is given, or chosen from its rows.
    """
    settings, layer, rows = source.settings, given.layer, given.prepared or given.rows
    item, seed = f"{source.name}/{layer}", settings.seed
    chosen = settled or _chosen(source, given, columns)
    graph = stage(mapper, item, rows=rows, columns=columns, chosen=chosen, seed=seed)
    described = stage(
        statistics,
        item,
        rows=given.rows,
        prepared=given.prepared,
        graph=graph,
        labels=inputs.samples,
    )
    chosen_rows = chosen_exemplars(source, inputs, rows, item, graph, described)
    return LayerStages(
        name=layer,
        rows=given.rows,
        groups=given.groups,
        prepared=given.prepared,
        chosen=chosen,
        graph=graph,
        described=described,
        purities=purities_stage(source, inputs, given, graph),
        layout=stage(layout, item, graph=graph, seed=seed),
        scatters=scatter_stages(source, item, rows, chosen),
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
        attribution=_attribution(source, inputs, item, given.rows, chosen_rows),
    )


def _chosen(
    source: ExplorationSource, given: GroupedRows, columns: Stage[LensColumns] | None
) -> Stage[ChosenMapper]:
    return stage(
        choice,
        f"{source.name}/{given.layer}",
        rows=given.prepared or given.rows,
        raw=given.rows if given.prepared else None,
        columns=columns,
        groups=given.groups,
        mapper=construction(source.settings.mapper),
        candidates="open",
        centred=source.settings.mapper.preparation.kind == "form",
        seed=source.settings.seed,
    )


def chosen_exemplars(
    source: ExplorationSource,
    inputs: Inputs,
    rows: Stage[Rows],
    item: str,
    graph: Stage[MapperGraph],
    described: Stage[Description],
) -> Stage[ExemplarRows]:
    """Return the stage that chooses exemplars by the rows' vectors."""
    return stage(
        exemplars,
        item,
        rows=rows,
        graph=graph,
        described=described,
        labels=inputs.samples,
        visuals=_counts(source.settings.visuals),
    )


def _counts(visuals: Visuals) -> Visuals:
    """Return the settings that decide which members stand for a node."""
    return Visuals(
        exemplars=visuals.exemplars,
        spread_exemplars=visuals.spread_exemplars,
        label_exemplars=visuals.label_exemplars,
    )


def purities_stage(
    source: ExplorationSource, inputs: Inputs, given: GroupedRows, graph: Stage[MapperGraph]
) -> Stage[LabelPurities]:
    """Return the stage of the purity of a graph's nodes in each column of labels."""
    return stage(
        label_purities,
        f"{source.name}/{given.layer}",
        rows=given.rows,
        groups=given.groups,
        graph=graph,
        samples=inputs.samples,
        seed=source.settings.seed,
    )


def _family(
    source: ExplorationSource,
    layer: str,
    rows: Stage[Rows],
    graph: Stage[MapperGraph],
    chosen: Stage[ChosenMapper],
) -> Stage[FamilyChunk] | None:
    settings = source.settings.mapper
    one_lens = len(settings.covers) == 1
    # Graphs that the viewer cuts from the trees keep nodes that others contain.
    whole = not settings.contracts
    if not (one_lens and whole and clusterer_of(settings.clusterer).can_be_cut):
        return None
    return stage(
        family,
        f"{source.name}/{layer}",
        rows=rows,
        graph=graph,
        chosen=chosen,
        layer=layer,
        others=settings.family,
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
        batch_size=source.settings.activations.at_once("pictures"),
        opened=inputs.opened,
        inputs=inputs.reader,
    )
