"""Records of the report on a network: measures of layers, tests of blocks, and what rules say."""

from dataclasses import dataclass

from topopress.core.arrays import Int32, Int64
from topopress.diagnosis.flow_types import GraphFlow, Neighbourhoods
from topopress.diagnosis.measures.paired import Difference
from topopress.diagnosis.verdicts.types import Verdict


@dataclass(frozen=True, slots=True, eq=False)
class LayerMeasures:
    """Measures of one layer, of samples that are drawn alike in all layers.

    Attributes:
        sample: The drawn samples, ascending, shape (n,).
        label: Label of each, -1 for none, shape (n,).
        said: Label that a linear probe reads, -1 for samples without a label; shape (0,) where
            there are too few labels for a probe.
        control: Accuracy of a probe of labels that are exchanged at random; None without a probe.
        dimension: By TwoNN, of at most ``NEIGHBOUR_ROWS`` of them; 0 where it is unknown.
        rank: Effective rank.
        saturation: Components with 99 % of the variance, as a share of the channels.
        dead: Share of the channels that never vary.
        neighbours: Nearest others of the first samples, shape (n_first, NEAREST).
    """

    sample: Int32
    label: Int32
    said: Int32
    control: float | None
    dimension: float
    rank: float
    saturation: float
    dead: float
    neighbours: Int32


@dataclass(frozen=True, slots=True)
class LayerPair:
    """How similar two layers are: see ``measures.similarity``; ``overlap`` is of neighbours."""

    overlap: float
    cka: float
    procrustes: float
    r2: float


@dataclass(frozen=True, slots=True, eq=False)
class OwnAnswers:
    """What the network answers, among the labels, for the samples of ``LayerMeasures``.

    Attributes:
        said: Label, of each sample; shape (0,) where not all labels are names of classes.
    """

    said: Int32


@dataclass(frozen=True, slots=True, eq=False)
class BlockTests:
    """Answers without each block, as ``BlockAnswers`` has them, of samples with a label.

    Attributes:
        blocks: Names, in forward order.
        after: Layers that are complete when each begins.
        by_probe: Whether a probe of the last layer gives the answers, and not the network's head.
        n_fit: The first samples, on which linear maps were fitted.
        label: Label of each sample, shape (n_samples,).
        whole: Answer of the whole network, shape (n_samples,).
        skipped: Answers without each block, -1 where it cannot be skipped, (n_blocks, n_samples).
        linear: Answers with the best linear map in its place, (n_blocks, n_samples).
    """

    blocks: tuple[str, ...]
    after: tuple[int, ...]
    by_probe: bool
    n_fit: int
    label: Int32
    whole: Int32
    skipped: Int32
    linear: Int32


@dataclass(frozen=True, slots=True)
class WeightsRead:
    """What the weights of each block say, in the order of the blocks.

    ``structure`` is None of each where the network is not damaged: it takes long.
    """

    initial: tuple[bool | None, ...]
    structure: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class BlockResult:
    """What is known of a block by tests; None where something cannot be put in its place.

    Attributes:
        name: The block.
        skip: Accuracy lost if it is skipped.
        linear: Accuracy lost with the best linear map in its place.
        changed: Share of the answers that change if it is skipped.
    """

    name: str
    skip: Difference | None
    linear: Difference | None
    changed: float | None


@dataclass(frozen=True, slots=True)
class LayerSummary:
    """The figures of a layer in the report; None for those that are unknown.

    Attributes:
        name: The layer.
        probe: Accuracy of a linear probe.
        error: Its standard error.
        gain: What the probe gains over the layer before, with the paired error.
        control: Accuracy of a probe of exchanged labels.
        dimension: Intrinsic dimension.
        rank: Effective rank.
        saturation: Components with 99 % of the variance, as a share of the channels.
        dead: Share of the channels that never vary.
        purity: Excess of the purity of the graph's nodes over chance.
        bifurcations: Number of bifurcations of the graph.
        stable: Share of the rows in stable nodes of the graph.
        above_null: Mean share of resamples in which a node is found again, minus that of the null
            model's copies.
        pair: Similarity to the layer before.
    """

    name: str
    probe: float | None
    error: float | None
    gain: Difference | None
    control: float | None
    dimension: float | None
    rank: float
    saturation: float
    dead: float
    purity: float | None
    bifurcations: int
    stable: float | None
    above_null: float | None
    pair: LayerPair | None


@dataclass(frozen=True, slots=True)
class NetworkReport:
    """The report on a network.

    Attributes:
        n_samples: Samples that the measures are of.
        n_labelled: Those of them with a label.
        n_tested: Samples that blocks are tested on; 0 where none are.
        n_fitted: Those of them on which linear maps are fitted, and not tested.
        by_probe: Whether answers are those of a probe of the last layer.
        own: The network's own accuracy among the labels; None where it has none.
        own_error: Its standard error.
        chance: Share of the commonest label; None without labels.
        layers: In forward order.
        blocks: In forward order.
        verdicts: What rules say, in the order of the rules.
        partings: Where pairs of classes part.
        flows: What becomes of the nodes of each layer in the next one.
        neighbourhoods: How far neighbours are the same in each layer and the next one.
        untested: What was not tested, by names that the page has sentences for.
    """

    n_samples: int
    n_labelled: int
    n_tested: int
    n_fitted: int
    by_probe: bool
    own: float | None
    own_error: float | None
    chance: float | None
    layers: tuple[LayerSummary, ...]
    blocks: tuple[BlockResult, ...]
    verdicts: tuple[Verdict, ...]
    partings: tuple[Verdict, ...]
    flows: tuple[GraphFlow, ...]
    neighbourhoods: tuple[Neighbourhoods, ...]
    untested: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GraphMembers:
    """The rows of each node of a graph, as ``MapperGraph`` has them."""

    member_offsets: Int64
    members: Int32


@dataclass(frozen=True, slots=True, eq=False)
class RowsOfLayer:
    """The sample of each row, shape (n_rows,)."""

    sample: Int32


@dataclass(frozen=True, slots=True)
class ClassPartings:
    """Where pairs of classes part, the pairs that are confused most first."""

    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class GraphFigures:
    """What the report says of a layer's graph; see ``LayerSummary``."""

    purity: float | None
    bifurcations: int
    stable: float | None
    above_null: float | None
