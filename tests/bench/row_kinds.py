"""Four kinds of rows for engines: two made here, and those of two trained networks.

Each is a .npy file of at least 100,000 float32 rows in the cache, made once. A trained network's
are left out where its weights or its inputs are not there.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
from rows import cache_folder, cached_rows
from texts_site import MISSING, NETWORK

from topopress.core.seeds import rng_for

MOST = 100_000
SHARED = Path(__file__).resolve().parents[3] / "shared"
CHUNK = 5000
CENTRES, MIXED_CHANNELS, CONCENTRATION = 40, 512, 0.3
INCEPTION_LAYER, POSITIONS = "mixed4c", 100
WORD_LAYER, CONTEXTS = "hidden.5", 4
TREEBANK = "data/ud-ewt/ewt_dev_tokens.tsv"
PHOTOGRAPHS = "photographs"


def mixtures() -> Iterator[np.ndarray]:
    """Yield mixtures of 40 centres by Dirichlet weights, with as much noise in every channel.

    An entry of a centre has variance 1, one of the noise too: no projection has most of a
    distance, which is the hardest case for an engine that leaves pairs out by projections.
    """
    centres = rng_for(7, "centres").normal(size=(CENTRES, MIXED_CHANNELS))
    for start in range(0, MOST, CHUNK):
        rng = rng_for(7, "mixtures", start)
        weights = rng.dirichlet(np.full(CENTRES, CONCENTRATION), CHUNK)
        yield weights @ centres + rng.normal(size=(CHUNK, MIXED_CHANNELS))


def inception() -> Iterator[np.ndarray]:
    """Yield InceptionV1's activations at random positions of photographs."""
    from topopress.activations.collect import collect_chunk
    from topopress.config.schema import Activations, Network
    from topopress.kinds.images.reading import open_pictures
    from topopress.kinds.images.settings import ImageFolder
    from topopress.network.loading import load_network

    name, weights = "lucent:inceptionv1", "models/inceptionv1-lucent.safetensors"
    data = ImageFolder(kind="images", folder="data/imagenette-train-subset")
    network = load_network(
        Network(name=name, weights=weights, layers=(INCEPTION_LAYER,)), base=SHARED, seed=0
    )
    layers = [layer for layer in network.info.layers if layer.name == INCEPTION_LAYER]
    pictures = open_pictures(data, base=SHARED)
    samples = pictures.survey(seed=0).samples
    settings = Activations(per_sample=POSITIONS)
    for start in range(0, len(samples), 50):
        (found,) = collect_chunk(
            network, pictures, samples[start : start + 50], layers=layers, settings=settings, seed=0
        )
        yield found.vectors


def minilm() -> Iterator[np.ndarray]:
    """Yield MiniLM's vectors of the words of a treebank, each in four contexts.

    The contexts of a word are its sentence alone, and texts of two, three and four sentences in
    another order each.
    """
    from topopress.config.schema import Activations, Network
    from topopress.kinds.texts.settings import Tokens
    from topopress.kinds.texts.stages import TextFile
    from topopress.network.loading import load_network

    layers = (WORD_LAYER,)
    network = load_network(Network(name=NETWORK, layers=layers), base=Path(), seed=0)
    wanted = [layer for layer in network.info.layers if layer.name in layers]
    with tempfile.TemporaryDirectory() as folder:
        write_contexts(Path(folder) / "words.tsv")
        data = Tokens(kind="tokens", file="words.tsv", sentence="text", form="form")
        reader = TextFile(data, Path(folder)).open("cpu")
        samples = reader.source.survey(seed=0).samples
        for start in range(0, len(samples), CHUNK):
            chunk = samples[start : start + CHUNK]
            (found,) = reader.collect(network, chunk, layers=wanted, settings=Activations(), seed=0)
            yield found.vectors


def write_contexts(file: Path) -> None:
    """Write the words of the treebank's sentences, joined to texts of one to four sentences."""
    lines = (SHARED / TREEBANK).read_text("utf-8").splitlines()[1:]
    sentences: dict[str, list[str]] = {}
    for line in lines:
        number, _, form = line.split("\t")[:3]
        sentences.setdefault(number, []).append(form)
    written = ["text\tform"]
    names = list(sentences)
    for length in range(1, CONTEXTS + 1):
        order = rng_for(7, "contexts", length).permutation(len(names))
        for place, k in enumerate(order.tolist()):
            text = f"{length}-{place // length}"
            written += [f"{text}\t{form}" for form in sentences[names[k]]]
    file.write_text("\n".join(written) + "\n", "utf-8")


MADE: Mapping[str, tuple[Callable[[], Iterator[np.ndarray]], Path | None]] = {
    "mixtures": (mixtures, None),
    "InceptionV1": (inception, SHARED / "data/imagenette-train-subset"),
    "MiniLM": (minilm, SHARED / TREEBANK),
}


KINDS = (PHOTOGRAPHS, *MADE)


def file_of(kind: str) -> Path | None:
    """Return the file of the rows of a kind; None where what they are made from is not there."""
    if kind == PHOTOGRAPHS:
        return cached_rows()
    make, needed = MADE[kind]
    if (needed is not None and not needed.exists()) or (kind == "MiniLM" and MISSING):
        return None
    version = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    path = cache_folder() / f"{kind}-{version}.npy"
    if not path.exists():
        rows = np.concatenate([part.astype(np.float32) for part in make()])[:MOST]
        # In the order of their making, neighbours would be of one picture or text.
        order = rng_for(7, "order").permutation(len(rows))
        with path.with_suffix(".part").open("wb") as file:
            np.save(file, rows[order])
        path.with_suffix(".part").replace(path)
    return path


if __name__ == "__main__":
    for name in MADE:
        print(name, file_of(name))
