"""One exploration, from its settings to what its pages are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from topopress import __version__
from topopress.analysis.nodes.quality import AGAINST_A_CHAIN, chain_notice
from topopress.analysis.settings.verdict import nothing_to_see
from topopress.bundle.assemble import LayerBundle
from topopress.bundle.exploration import ExplorationBundle
from topopress.network.types import LayerInfo
from topopress.pages.essay.needs import needs_of
from topopress.pages.pictures import (
    ChannelPicture,
    ContrastPicture,
    NodePicture,
    PictureRequest,
    TextPicture,
)
from topopress.pages.sources import (
    PICTURE_ENDINGS,
    Credit,
    PageSource,
    Provenance,
    StageRecord,
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

    def picture(self, bench: Bench, inputs: Inputs, request: PictureRequest) -> TextPicture | None:
        """Return a picture that an essay asks for; None for a node without pictures."""
        names = self.bundle.view.node_ids
        match request:
            case ChannelPicture(channel=channel):
                return picture_channel(bench, inputs, self.graph.matrix.layer, channel)
            case ContrastPicture(node=node, other=other):
                nodes = names.index(node), names.index(other)
                return picture_contrast(bench, inputs, self.graph, nodes)
            case NodePicture(node=node):
                name, made = self.bundle.view.layer.name, self.responses
                place = names.index(node)
                return picture_node(bench, name, place, made.exemplars, made.visuals)


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
    source = _page_source(bench, inputs, bundle, built)
    return replace(source, pictures=_pictures(bench, inputs, source, built))


def _pictures(
    bench: Bench, inputs: Inputs, source: PageSource, built: list[_BuiltLayer]
) -> dict[PictureRequest, TextPicture]:
    """Make the pictures that the essay asks for."""
    by_id = {layer.bundle.layer.id: layer for layer in built}
    asked = needs_of(source)
    made = ((request, by_id[request.layer].picture(bench, inputs, request)) for request in asked)
    return {request: picture for request, picture in made if picture is not None}


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
        sample_ids=tuple(sample.id for sample in inputs.table.samples),
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
