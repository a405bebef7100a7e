"""One exploration, from its settings to what its pages are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from topopress import __version__
from topopress.analysis.nodes.quality import AGAINST_A_CHAIN, chain_notice
from topopress.analysis.nodes.statistics import cosine_to
from topopress.analysis.settings.verdict import nothing_to_see
from topopress.bundle.assemble import LayerBundle
from topopress.bundle.exploration import ExplorationBundle
from topopress.network.types import LayerInfo
from topopress.pages.sources import (
    PICTURE_ENDINGS,
    Credit,
    PageSource,
    Provenance,
    StageRecord,
    TextPicture,
)
from topopress.pipeline.activations import collect_activations
from topopress.pipeline.attributions import attribute_classes
from topopress.pipeline.bench import Bench
from topopress.pipeline.bundles import (
    LayerResponses,
    pack_exploration,
    pack_layer,
    require_distinct_ids,
)
from topopress.pipeline.choices import LayerRows
from topopress.pipeline.columns import lens_columns
from topopress.pipeline.exemplars import make_exemplars, make_thumbnails
from topopress.pipeline.graphs import LayerGraph, build_layer_graph
from topopress.pipeline.inputs import Inputs, read_inputs
from topopress.pipeline.picture_kinds import PicturedLayer
from topopress.pipeline.records import read_record
from topopress.pipeline.text_pictures import picture_channel, picture_contrast, picture_node
from topopress.pipeline.visuals import make_visualisations
from topopress.store.actions import versions
from topopress.store.artifact import Artifact
from topopress.visuals.types import Exemplars

PUBLISHED_VERSIONS = (
    "python",
    "torch",
    "torchvision",
    "torch-lucent",
    "numpy",
    "scipy",
    "scikit-learn",
    "scikit-image",
    "pillow",
)


@dataclass(frozen=True, slots=True, eq=False)
class _BuiltLayer:
    bundle: LayerBundle
    records: tuple[StageRecord, ...]
    graph: LayerGraph
    responses: LayerResponses

    def picture(self, bench: Bench, node: str) -> bytes:
        """Return the picture of a node, given its name; KeyError where there is none."""
        view = self.bundle.view
        return picture_node(
            bench,
            view.layer.name,
            view.node_ids.index(node),
            self.responses.exemplars,
            self.responses.visuals,
        )

    def contrast(self, bench: Bench, inputs: Inputs, node: str, other: str) -> TextPicture:
        """Return the picture of what a node has and another lacks; KeyError where there is none."""
        names = self.bundle.view.node_ids
        return picture_contrast(bench, inputs, self.graph, (names.index(node), names.index(other)))

    def channel(self, bench: Bench, inputs: Inputs, channel: int) -> TextPicture:
        """Return the picture of a channel; KeyError where there is none."""
        return picture_channel(bench, inputs, self.graph.matrix.layer, channel)

    def holding(self, sample: int) -> list[int]:
        """Return the nodes that hold a row of a sample, the one whose mean is nearest first."""
        graph, means = self.graph.graph, self.graph.statistics.mean
        rows = np.flatnonzero(self.graph.matrix.sample == sample)
        held = np.flatnonzero(np.isin(graph.members, rows))
        nodes = np.searchsorted(graph.member_offsets, held, side="right") - 1
        vectors = self.graph.matrix.vectors[graph.members[held]]
        near = [
            float(cosine_to(vector[None].astype(np.float64), means[node].astype(np.float64))[0])
            for vector, node in zip(vectors, nodes, strict=True)
        ]
        ranked = sorted(zip(near, nodes.tolist(), strict=True), key=lambda one: (-one[0], one[1]))
        return list(dict.fromkeys(node for _, node in ranked))


def build_exploration(bench: Bench) -> PageSource:
    """Compute what is missing of an exploration and return what its pages are made from."""
    from topopress.network.layers import require_layers

    require_distinct_ids(bench)
    inputs = read_inputs(bench)
    where = f"content/{bench.source.folder.name}/exploration.toml, network.layers"
    layers = require_layers(inputs.network, bench.settings.network.layers, where)
    columns = lens_columns(bench, inputs)
    rows = collect_activations(bench, inputs, layers)
    pictured = [
        _picture_layer(inputs, layer, LayerRows(bench, columns, layer.name, rows[layer.name]))
        for layer in layers
    ]
    visuals = make_visualisations(bench, inputs, pictured)
    built = [
        _finish_layer(bench, inputs, one, made) for one, made in zip(pictured, visuals, strict=True)
    ]
    marked = [(one.graph, read_record(one.responses.exemplars, Exemplars)) for one in built]
    thumbnails = make_thumbnails(bench, inputs, marked)
    bundle = pack_exploration(bench, inputs, tuple(one.bundle for one in built), thumbnails)
    return _page_source(bench, inputs, bundle, built)


def _picture_layer(inputs: Inputs, layer: LayerInfo, of: LayerRows) -> PicturedLayer:
    bench = of.bench
    graph = build_layer_graph(inputs, of)
    nothing, chain = nothing_to_see(graph.choice), chain_notice(graph.quality)
    for said in (nothing, chain and f"{chain} {AGAINST_A_CHAIN}"):
        if said:
            bench.stages.listener.notice(f"{bench.source.name}, {layer.name}: {said}")
    exemplars = make_exemplars(bench, inputs, layer, graph)
    attribution = attribute_classes(bench, inputs, layer, graph, exemplars)
    return PicturedLayer(layer, graph, exemplars, attribution)


def _finish_layer(
    bench: Bench, inputs: Inputs, pictured: PicturedLayer, visuals: Mapping[str, Artifact]
) -> _BuiltLayer:
    layer, graph = pictured.layer, pictured.graph
    responses = LayerResponses(pictured.exemplars, pictured.attribution, **visuals)
    digests = {**graph.digests, **responses.digests()}
    return _BuiltLayer(
        bundle=pack_layer(bench, inputs, layer, graph, responses),
        records=tuple(StageRecord(stage, layer.name, digest) for stage, digest in digests.items()),
        graph=graph,
        responses=responses,
    )


def _page_source(
    bench: Bench, inputs: Inputs, bundle: ExplorationBundle, built: list[_BuiltLayer]
) -> PageSource:
    source = bench.source
    places = {sample.id: k for k, sample in enumerate(inputs.table.samples)}
    by_id = {layer.bundle.layer.id: layer for layer in built}
    records = [record for layer in built for record in layer.records]
    provenance = Provenance(
        network=inputs.network,
        n_samples=len(inputs.table.samples),
        n_origins=len({sample.origin for sample in inputs.table.samples}),
        skipped=inputs.table.skipped,
        stages=(StageRecord("samples", "", inputs.samples_digest), *records),
        versions={"topopress": __version__, **versions(*PUBLISHED_VERSIONS)},
        settings_toml=source.toml,
        credits=_credits(bench, inputs),
    )
    return PageSource(
        name=source.name,
        settings=source.settings,
        essay=source.essay,
        essay_path=source.essay_path,
        bundle=bundle,
        provenance=provenance,
        node_picture=lambda layer, node: by_id[layer].picture(bench, node),
        contrast_picture=lambda layer, node, other: by_id[layer].contrast(
            bench, inputs, node, other
        ),
        channel_picture=lambda layer, channel: by_id[layer].channel(bench, inputs, channel),
        nodes_of=lambda layer, sample: by_id[layer].holding(places[sample]),
        attachments=_attachments(source.folder),
    )


def _credits(bench: Bench, inputs: Inputs) -> tuple[Credit, ...]:
    if bench.settings.data.kind != "builtin":
        return ()
    from topopress.kinds.images.photographs import PHOTOGRAPHS

    used = {sample.origin for sample in inputs.table.samples}
    return tuple(
        Credit(p.label, f"{p.credit}; {p.licence}; {p.source}")
        for p in PHOTOGRAPHS
        if p.name in used
    )


def _attachments(folder: Path) -> dict[str, bytes]:
    """Return the pictures beside an essay by their path relative to it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in PICTURE_ENDINGS and path.is_file() and not path.is_symlink()
    }
