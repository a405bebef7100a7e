"""What forms along trainings, and what is told where nothing can form.

The small residual network of ``planted.py`` learns letters; once more it is trained with letters
whose labels are exchanged. Rows are the mean vectors of its last block, of letters that it was not
trained with. Each is asked again with the labels of these exchanged.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from planted import LETTERS, Net, Residual, letters
from tables import table
from torch.nn import functional

from topopress.config.schema import Mapper, UniformCover
from topopress.core.arrays import Float32, Float64, Int32
from topopress.diagnosis.assembled_story import first_lasting, formed
from topopress.diagnosis.common_rows import LayerNodes, common_rows
from topopress.diagnosis.islands import label_islands
from topopress.diagnosis.training_types import LabelIslands
from topopress.diagnosis.types import NodeMembers
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.graph import build_graph
from topopress.mapper.layout import edge_lengths, layout, node_radius
from topopress.mapper.layout_after import layout_after
from topopress.mapper.types import LinkedMembers, MapperGraph
from topopress.network.randomness import private_rng

STEPS = (0, 15, 30, 60, 120, 240)
TRAINED, SHOWN, BATCH, RELABELLED = 4_000, 1_000, 64, 20
SETTINGS = Mapper(
    cover=UniformCover(n_intervals=10, overlap=0.3),
    clusterer=Dbscan(kind="dbscan", metric="cosine", eps_quantile=0.1),
)
SAMPLE = np.arange(SHOWN, dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A training: the graph and the accuracy at each checkpoint, and the labels of the rows."""

    name: str
    graphs: tuple[MapperGraph, ...]
    accuracy: tuple[float, ...]
    label: Int32


def run(name: str, seed: int, *, exchanged: bool = False) -> Run:
    """Train a network, and make a graph at each of ``STEPS``."""
    x, label = letters(TRAINED + SHOWN, seed)
    known = label[:TRAINED]
    if exchanged:
        known = np.random.default_rng(seed).permutation(known)
    graphs, accuracy = [], []
    for net in checkpoints(x[:TRAINED], known, seed):
        vectors, said = answers(net, x[TRAINED:])
        graphs.append(build_graph(vectors, SETTINGS, seed=0))
        accuracy.append(float((said == label[TRAINED:]).mean()))
    return Run(name, tuple(graphs), tuple(accuracy), label[TRAINED:])


def checkpoints(x: torch.Tensor, label: np.ndarray, seed: int) -> Iterator[Net]:
    """Yield one network as it is after each number of ``STEPS``."""
    with private_rng(seed):
        net, target = Net(Residual), torch.as_tensor(label).long()
        optimiser = torch.optim.SGD(net.parameters(), 0.05, 0.9, weight_decay=5e-4, nesterov=True)
        for step in range(STEPS[-1] + 1):
            if step in STEPS:
                yield net.eval()
                net.train()
            rows = torch.randint(len(x), (BATCH,))
            loss = functional.cross_entropy(net(x[rows]), target[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()


def answers(net: Net, x: torch.Tensor) -> tuple[Float32, np.ndarray]:
    """Return the mean vectors of the last block, and the answers."""
    with torch.no_grad():
        maps = net.blocks(functional.relu(net.stem(x))).mean((2, 3))
        return maps.numpy(), net.head(maps).argmax(1).numpy()


def islands(graph: MapperGraph, label: Int32, seed: int) -> LabelIslands:
    """Return the islands of a graph."""
    members = NodeMembers(
        graph.node_interval, graph.node_cluster, graph.member_offsets, graph.members
    )
    nodes = common_rows([LayerNodes(members, SAMPLE)])
    rng = np.random.default_rng(seed)
    return label_islands(nodes.nodes[0], nodes.sample, label, len(LETTERS), rng)


def told(found: Sequence[LabelIslands]) -> tuple[list[int], int | None]:
    """Return when islands form, and when parts with labels of their own do."""
    names = [str(step) for step in STEPS]
    since = [int(one.since) for one in formed(found, list(LETTERS), names)]
    apart = first_lasting([len(set(one.held_by.tolist()) - {-1}) > 1 for one in found])
    return since, None if apart is None else STEPS[apart]


def exchanged_labels(one: Run) -> int:
    """Return how many of ``RELABELLED`` exchanges of the labels have anything told of them."""
    rng = np.random.default_rng(1)
    count = 0
    for k in range(RELABELLED):
        label = rng.permutation(one.label)
        since, apart = told([islands(graph, label, k) for graph in one.graphs])
        count += bool(since) or apart is not None
    return count


def row(one: Run) -> tuple[str, ...]:
    """Return the row of a training."""
    since, apart = told([islands(graph, one.label, 0) for graph in one.graphs])
    return (
        one.name,
        ", ".join(f"{100 * value:.0f}" for value in one.accuracy),
        f"{len(since)}" + (f" (from {min(since)})" if since else ""),
        "no" if apart is None else f"from {apart}",
        f"{exchanged_labels(one)} of {RELABELLED}",
        *moves(one.graphs),
    )


def moves(graphs: Sequence[MapperGraph]) -> tuple[str, str]:
    """Return how far rows move from step to step, and by how much edges miss their lengths.

    Moves are medians in mean diameters of the drawing; layouts of their own are beside.
    """
    own = [layout(graph, seed=0) for graph in graphs]
    after = [own[0]]
    for before, graph in itertools.pairwise(graphs):
        earlier = LinkedMembers(before.member_offsets, before.members, before.edges)
        after.append(layout_after(graph, earlier, after[-1], seed=0))
    return (
        f"{_moved(graphs, after):.2f} ({_moved(graphs, own):.2f})",
        f"{_missed(graphs, after):.2f} ({_missed(graphs, own):.2f})",
    )


def _moved(graphs: Sequence[MapperGraph], drawn: Sequence[Float32]) -> float:
    places = [_of_rows(graph, one) for graph, one in zip(graphs, drawn, strict=True)]
    found = []
    for one, other in itertools.pairwise(places):
        diameter = 2 * np.nanmean(np.linalg.norm(one, axis=1))
        found.append(np.nanmedian(np.linalg.norm(one - other, axis=1)) / diameter)
    return float(np.mean(found))


def _of_rows(graph: MapperGraph, drawn: Float32) -> Float64:
    """Return the mean position of the nodes of each row, around the middle of all."""
    node = np.repeat(np.arange(graph.n_nodes), np.diff(graph.member_offsets))
    counts = np.bincount(graph.members, minlength=SHOWN)
    sums = [np.bincount(graph.members, drawn[node, axis], SHOWN) for axis in (0, 1)]
    with np.errstate(invalid="ignore"):
        places = np.column_stack(sums) / counts[:, None]
    return np.asarray(places - np.nanmean(places, axis=0))


def _missed(graphs: Sequence[MapperGraph], drawn: Sequence[Float32]) -> float:
    found = []
    for graph, one in zip(graphs, drawn, strict=True):
        wanted = edge_lengths(graph, node_radius(np.diff(graph.member_offsets)))
        ends = one[graph.edges]
        length = np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1)
        found.append(float(np.mean(np.abs(length - wanted) / wanted)) if len(wanted) else 0.0)
    return float(np.mean(found))


def report() -> str:
    """Return the table of all trainings."""
    titles = (
        "training", f"accuracy after {', '.join(map(str, STEPS))} steps (%)", "islands",
        "parts with labels", "told of exchanged labels", "moved", "edges missed",
    )  # fmt: skip
    runs = [
        *(run(f"letters, seed {seed}", seed) for seed in (1, 2)),
        run("letters with exchanged labels, seed 1", 1, exchanged=True),
    ]
    return table(titles, [row(one) for one in runs])
