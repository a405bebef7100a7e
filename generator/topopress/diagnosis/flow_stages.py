"""The stage of the flow of rows between the nodes of two layers' graphs."""

from topopress.diagnosis.flow_types import GraphFlow
from topopress.diagnosis.report_types import RowsOfLayer
from topopress.diagnosis.types import NodeMembers
from topopress.samples.types import Labels


def layer_flow(
    first: NodeMembers,
    second: NodeMembers,
    first_rows: RowsOfLayer,
    second_rows: RowsOfLayer,
    labels: Labels,
    names: tuple[str, str],
    seed: int,
) -> GraphFlow:
    """Return what becomes of the nodes of one layer in another."""
    from topopress.diagnosis.common_rows import LayerNodes, common_rows
    from topopress.diagnosis.graph_flow import NamedLayer, graph_flow

    common = common_rows(
        [LayerNodes(first, first_rows.sample), LayerNodes(second, second_rows.sample)]
    )
    return graph_flow(
        NamedLayer(names[0], first.names),
        NamedLayer(names[1], second.names),
        common,
        labels.labels,
        labels.label,
        seed,
    )
