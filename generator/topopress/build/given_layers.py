"""The stages of a layer whose graph another tool has made.

Nothing is chosen, and there is no family to cut. The kind judges stability, if it can make the
graph again. Rows without vectors have no scatter, no cohesion and no
member that is nearest to a centroid either.
"""

from topopress.analysis.stages import statistics
from topopress.build.layers import GroupedRows, chosen_exemplars, purities_stage
from topopress.build.scatters import scatter_stages
from topopress.config.load import ExplorationSource
from topopress.kinds.kind import GivenStages, Inputs, LayerStages
from topopress.mapper.stages import layout
from topopress.stage.stage import Stage, stage
from topopress.visuals.stages import member_exemplars
from topopress.visuals.types import ExemplarRows


def given_layer_stages(
    source: ExplorationSource, inputs: Inputs, rows: GroupedRows, given: GivenStages
) -> LayerStages:
    """Return the stages of a layer whose graph another tool has made."""
    settings, item, graph = source.settings, f"{source.name}/{rows.layer}", given.graph
    described = stage(
        statistics, item, rows=rows.rows, prepared=None, graph=graph, labels=inputs.samples
    )
    return LayerStages(
        name=rows.layer,
        rows=rows.rows,
        groups=rows.groups,
        prepared=None,
        chosen=None,
        graph=graph,
        described=described,
        purities=purities_stage(source, inputs, rows, graph),
        layout=stage(layout, item, graph=graph, seed=settings.seed),
        scatters=scatter_stages(source, item, rows.rows, None) if given.has_vectors else (),
        shape=given.shape,
        family=None,
        exemplars=chosen_exemplars(source, inputs, rows.rows, item, graph, described)
        if given.has_vectors
        else _drawn(source, item, given),
        attribution=None,
        given=given.facts,
    )


def _drawn(source: ExplorationSource, item: str, given: GivenStages) -> Stage[ExemplarRows]:
    visuals = source.settings.visuals
    most = visuals.exemplars + visuals.spread_exemplars
    return stage(member_exemplars, item, graph=given.graph, most=most, seed=source.settings.seed)
