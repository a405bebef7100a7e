"""A plausible exploration of words in sentences that was never computed, for the viewer's tests."""

from pathlib import Path

import numpy as np

from exemplar_fixture import counterparts
from topopress.analysis.nodes.types import LabelPurity
from topopress.bundle.schema import (
    SCHEMA_VERSION,
    GraphHeader,
    LabelColumn,
    Layer,
    Manifest,
    RowsHeader,
    SamplesHeader,
)
from topopress.kinds.texts.look_stages import pack_texts
from topopress.samples.types import Sample
from viewer_fixture import (
    chunk,
    copy_assets,
    graph_arrays,
    make_edges,
    make_nodes,
    make_rows,
    quality_of,
    scaled,
)
from viewer_page import page

SENTENCES = [
    ("The {bank} turned down her loan.", "bank: money", "English"),
    ("We ate our lunch on the {bank} of the river.", "bank: river", "English"),
    ("A cold {spring} rises between the rocks.", "spring: water", "English"),
    ("In {spring} the café opens its terrace.", "spring: season", "English"),
    ("The coil of the {spring} was broken.", "spring: coil", "English"),
    ("ذهبت إلى {البنك} لأسحب المال.", "bank: money", "Arabic"),
    ("و{الكتاب} على الطاولة منذ الأمس.", "book", "Arabic"),
    ("ישבנו על שפת {הנהר} וחיכינו לסירה.", "bank: river", "Hebrew"),
    ("我去{银行}取钱。", "bank: money", "Chinese"),
    ("<b>{Bank}</b> & 🦇 " + "and so on " * 40, "bank: river", "English"),
    ("図書館で新しい{本}を読んだ。", "book", "Japanese"),
    ("She spoke of the {bank} without a word.", "bank: money", "English"),
]
"""As many as the labels of ``make_rows``; braces stand around the word."""
N_ROWS = 240
LAYERS = ("hidden-0", "hidden-6")


def write_texts(root: Path) -> Path:
    """Write the exploration below ``root`` and return its page."""
    folder, rng = root / "words", np.random.default_rng(3)
    texts = [_numbered(SENTENCES[k % 12][0], k) for k in range(N_ROWS)]
    labels = sorted({label for _, label, _ in SENTENCES})
    languages = sorted({language for _, _, language in SENTENCES})
    label = np.array([labels.index(SENTENCES[k % 12][1]) for k in range(N_ROWS)])
    language = np.array([languages.index(SENTENCES[k % 12][2]) for k in range(N_ROWS)])
    layers = [_layer(folder, rng, name, depth) for depth, name in enumerate(LAYERS)]
    manifest = Manifest(
        schema_version=SCHEMA_VERSION, name="words", title="Words of a test", lens="raw:l2_norm",
        second_lens=None, labels=labels, n_samples=N_ROWS, kind="texts", start=LAYERS[-1],
        columns=[LabelColumn(name="language", labels=languages)],
        samples=_samples(folder, label, language), samples_look=_look(folder, texts), layers=layers,
    )  # fmt: skip
    copy_assets(root)
    html = page(manifest, "viewer.js", "style.css")
    (folder / "index.html").write_text(html, encoding="utf-8")
    return folder / "index.html"


def _numbered(sentence: str, k: int) -> str:
    return sentence if k < 12 else f"{sentence} ({k // 12})"


def _samples(folder: Path, label: np.ndarray, language: np.ndarray) -> str:
    ids = [f"word-{k:03d}" for k in range(N_ROWS)]
    header = SamplesHeader(
        kind="samples", ids=ids, origins=[f"line {k + 2}" for k in range(N_ROWS)]
    )
    arrays = {"label": label, "columns": language, "origin": np.arange(N_ROWS)}
    return chunk(folder, "samples", header, arrays)


def _look(folder: Path, texts: list[str]) -> str:
    def sample(k: int) -> Sample:
        start = texts[k].index("{")
        return Sample(f"word-{k:03d}", "", None, "", (start, texts[k].index("}") - 1))

    plain = [text.replace("{", "").replace("}", "") for text in texts]
    look = pack_texts(map(sample, range(N_ROWS)), plain)
    for path, content in look.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return look.path


def _layer(folder: Path, rng: np.random.Generator, name: str, depth: int) -> Layer:
    rows = make_rows(rng, N_ROWS, depth)
    members, interval, cluster = make_nodes(rng, rows[0], rows[1], 6, 3 + 6 * depth)
    edges, shared, jaccard = make_edges(members, interval)
    position = np.c_[interval * 1.2, cluster * 1.1 + rng.normal(0, 0.1, len(members))]
    graph = (members, interval, cluster, edges, shared, jaccard)
    arrays = graph_arrays(rng, rows, graph, position, with_visuals=False)
    arrays |= counterparts(len(members), len(LAYERS))
    header = GraphHeader(kind="graph", layer=name, structures=[], classes=[], agreement=None)
    no_classes = {
        each: np.empty(0) for each in arrays if each.startswith(("attribution", "exemplar_class"))
    }
    x, y = scaled(rows[2])
    row_arrays = {
        "x": x, "y": y, "sample": np.arange(N_ROWS), "lens": rows[1], "second_lens": np.empty(0),
        "members": arrays["members"],
        "similarity": np.rint(32767 * rng.random(sum(map(len, members)))),
    }  # fmt: skip
    return Layer(
        id=name, name=name.replace("-", "."), channels=384, map_size=None, n_rows=N_ROWS,
        n_nodes=len(members), n_edges=len(edges), lens_min=float(arrays["lens"].min()),
        lens_max=float(arrays["lens"].max()), eps=0.3, metric="cosine", n_intervals=[6],
        intervals=[6], eps_quantile=None, notices=[], sampled=None,
        quality=quality_of(arrays),
        purities=[
            LabelPurity(None, 0.4 + 0.4 * depth, 0.3, 0.6 + 0.3 * depth, 0.55, 0.1 + 0.7 * depth),
            LabelPurity("language", 0.9, 0.6, 1.0, 1.0, None),
        ],
        stability=None, graph=chunk(folder, f"{name}-graph", header, arrays | no_classes),
        rows=chunk(folder, f"{name}-rows", RowsHeader(kind="rows", layer=name, projection="PCA"),
                   row_arrays),
        family=None, look=None,
    )  # fmt: skip
