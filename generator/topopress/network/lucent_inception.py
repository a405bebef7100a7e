"""InceptionV1 in lucent's conversion, the network of TopoAct and of the Activation Atlas.

Szegedy et al., "Going Deeper with Convolutions", CVPR 2015; weights of TensorFlow's inception5h.
"""

import warnings
from pathlib import Path

import torch

from topopress.config.schema import Network
from topopress.network.checkpoints import download_errors, load_weights
from topopress.network.loaded import BuiltNetwork
from topopress.network.preprocessing import Preprocessing
from topopress.network.randomness import private_rng

PREPROCESSING = Preprocessing(
    resize=224,
    crop=224,
    interpolation="bilinear",
    mean=(117.0, 117.0, 117.0),
    std=(1.0, 1.0, 1.0),
    value_range=255.0,
)


def load(settings: Network, base: Path, seed: int) -> BuiltNetwork:
    """Return ``lucent:inceptionv1``; the names of its classes must come from the author's file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lucent.modelzoo.inceptionv1 import InceptionV1

    with private_rng(seed):
        module = InceptionV1(pretrained=False)
    default = "inception5h, downloaded by lucent"
    weights = load_weights(
        module, settings, base, seed, default_file=_download, default_name=default
    )
    return BuiltNetwork(module, PREPROCESSING, weights)


def _download() -> Path:
    """Return lucent's weights file, downloaded once to torch's folder of weights."""
    from lucent.modelzoo.inceptionv1.InceptionV1 import model_urls

    url = model_urls["inceptionv1"]
    path = Path(torch.hub.get_dir()) / "checkpoints" / Path(url).name
    if path.is_file():
        return path
    with download_errors(url):
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.hub.download_url_to_file(url, str(path), progress=False)
    return path
