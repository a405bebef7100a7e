"""InceptionV1 as TopoAct and the Activation Atlas probed it, in lucent's conversion.

Szegedy et al., "Going Deeper with Convolutions", CVPR 2015; weights of TensorFlow's inception5h.
"""

import warnings
from http.client import HTTPException
from pathlib import Path

import torch

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.checkpoints import load_into, read_checkpoint
from topopress.network.loaded import Raw
from topopress.network.names import local_weights
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


def load(settings: Network, base: Path, seed: int) -> Raw:
    """Return ``lucent:inceptionv1``; its ``classes`` must come from a file of the author's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lucent.modelzoo.inceptionv1 import InceptionV1

    with private_rng(seed):
        module = InceptionV1(pretrained=False)
    if settings.weights == "random":
        return Raw(module, PREPROCESSING, f"random, seed {seed}")
    path = local_weights(settings, base)
    file = path or _download()
    load_into(module, read_checkpoint(file), path=file, network=settings.name)
    return Raw(module, PREPROCESSING, path.name if path else "inception5h, downloaded by lucent")


def _download() -> Path:
    """Return lucent's own weights file, downloaded once to torch's folder of weights."""
    from lucent.modelzoo.inceptionv1.InceptionV1 import model_urls

    url = model_urls["inceptionv1"]
    path = Path(torch.hub.get_dir()) / "checkpoints" / Path(url).name
    if path.is_file():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.hub.download_url_to_file(url, str(path), progress=False)
    except (OSError, HTTPException, RuntimeError) as error:
        raise NetworkError(
            f"network.weights: cannot download {url} ({error}); download it elsewhere and give "
            "the file's path as weights"
        ) from error
    return path
