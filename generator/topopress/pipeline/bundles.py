"""The stage that packs a layer for the site, and what is read back of it."""

from dataclasses import dataclass
from typing import TypeVar

from pydantic import TypeAdapter

from topopress.bundle.assemble import LayerBundle, bundle_layer, bundle_samples
from topopress.bundle.exploration import ExplorationBundle, LayerView
from topopress.bundle.parts import LayerParts
from topopress.bundle.schema import SCHEMA_VERSION, Manifest
from topopress.config.load import slug
from topopress.config.schema import Projection
from topopress.core.errors import ConfigError
from topopress.kinds.images.published import (
    KIND,
    LayerImages,
    publish_layer,
    publish_samples,
)
from topopress.network.types import LayerInfo
from topopress.pipeline.bench import Bench, content_of
from topopress.pipeline.graphs import LayerGraph
from topopress.pipeline.inputs import Inputs
from topopress.pipeline.records import read_record, write_record
from topopress.pipeline.shapes import FAMILY
from topopress.store.artifact import Artifact
from topopress.store.canonical import canonical, sha256
from topopress.store.outputs import Outputs
from topopress.visuals.types import Attribution, Exemplars, FeatureVisualisations, Thumbnails

PATHS = "paths.json"
_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class LayerResponses:
    """What is stored of what a layer's nodes respond to.

    Attributes:
        exemplars: Its ``Exemplars``.
        attribution: Its ``Attribution``; None where that is switched off.
        visuals: ``FeatureVisualisations`` of its nodes; None where they are switched off.
        contrasts: Those of arms of bifurcations.
        inversions: Those of single rows.
    """

    exemplars: Artifact
    attribution: Artifact | None
    visuals: Artifact | None = None
    contrasts: Artifact | None = None
    inversions: Artifact | None = None

    def digests(self) -> dict[str, str]:
        """Return the content of each by name."""
        return {
            name: content_of(artifact)
            for name in self.__slots__
            if (artifact := getattr(self, name)) is not None
        }


def pack_layer(
    bench: Bench, inputs: Inputs, layer: LayerInfo, graph: LayerGraph, responses: LayerResponses
) -> LayerBundle:
    """Return a layer as the site carries it."""
    layer_id = slug(layer.name)
    caption = _caption(bench.settings.projection)
    classes = inputs.network.classes
    action = bench.action(
        "bundle",
        layer.name,
        inputs={
            **graph.digests,
            **responses.digests(),
            "classes": sha256(canonical(list(classes))),
        },
        params={
            "id": layer_id,
            "schema_version": SCHEMA_VERSION,
            "caption": caption,
            "n_samples": len(inputs.table.samples),
            "settings": graph.settings.model_dump(mode="json"),
        },
        code=("topopress.bundle.assemble", "topopress.kinds.images.published"),
        libraries=("numpy", "python"),
    )

    def compute(outputs: Outputs) -> None:
        images = LayerImages(
            read_record(responses.exemplars, Exemplars),
            visuals=_read_if(responses.visuals, FeatureVisualisations),
            contrasts=_read_if(responses.contrasts, FeatureVisualisations),
            inversions=_read_if(responses.inversions, FeatureVisualisations),
        )
        parts = LayerParts(
            matrix=graph.matrix,
            graph=graph.graph,
            statistics=graph.statistics,
            quality=graph.quality,
            n_samples=len(inputs.table.samples),
            layout=graph.layout,
            projection=graph.projection,
            projection_caption=caption,
            exemplars=images.exemplars,
            settings=graph.settings,
            shape=graph.shape,
            choice=graph.choice,
            family=None if graph.family is None else graph.family.read(FAMILY),
            attribution=_read_if(responses.attribution, Attribution),
            classes=classes,
        )
        look = publish_layer(layer_id, images, graph.shape, graph.graph.n_nodes)
        _write(outputs, bundle_layer(layer_id, parts, look))

    return _read(bench.stages.run(action, compute))


def pack_exploration(
    bench: Bench, inputs: Inputs, layers: tuple[LayerBundle, ...], thumbnails: Artifact
) -> ExplorationBundle:
    """Join the layers of an exploration to the bundle that the pages and the viewer use."""
    path, files = bundle_samples(inputs.table)
    look = publish_samples(read_record(thumbnails, Thumbnails))
    settings = bench.settings
    lens, *second = settings.mapper.lenses
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        kind=KIND,
        name=bench.source.name,
        title=settings.title,
        lens=lens,
        second_lens=second[0] if second else None,
        labels=list(inputs.table.labels),
        n_samples=len(inputs.table.samples),
        samples=path,
        samples_look=look.path,
        layers=[bundle.layer for bundle in layers],
        start=layers[-1].layer.id,
    )
    files.update(look.files)
    for bundle in layers:
        files.update(bundle.files)
    return ExplorationBundle(manifest, tuple(bundle.view for bundle in layers), files)


def require_distinct_ids(bench: Bench) -> None:
    """Refuse layers whose names would be one address.

    Raises:
        ConfigError: naming both layers.
    """
    seen: dict[str, str] = {}
    for name in bench.settings.network.layers:
        other = seen.setdefault(slug(name), name)
        if other != name:
            raise ConfigError(
                f"content/{bench.source.folder.name}/exploration.toml, network.layers: {other!r} "
                f"and {name!r} have the same address {slug(name)!r}; publish one of them"
            )


def _caption(settings: Projection) -> str:
    if settings.kind == "pca":
        return "the first two principal components"
    return f"t-SNE of the directions, perplexity {settings.perplexity:g}"


def _write(outputs: Outputs, bundle: LayerBundle) -> None:
    write_record(outputs, bundle.view)
    paths = sorted(bundle.files)
    outputs.write_json(PATHS, paths)
    for k, path in enumerate(paths):
        outputs.write(f"file-{k}", bundle.files[path])


def _read_if(artifact: Artifact | None, kind: type[_Record]) -> _Record | None:
    return None if artifact is None else read_record(artifact, kind)


def _read(artifact: Artifact) -> LayerBundle:
    view = read_record(artifact, LayerView)
    paths = TypeAdapter(list[str]).validate_python(artifact.json(PATHS))
    files = {path: artifact.read(f"file-{k}") for k, path in enumerate(paths)}
    return LayerBundle(view.layer, view, files)
