"""Whether the probe takes the layers of known networks for what they are, and what it costs."""

import time
import warnings
from pathlib import Path

import torch
from tables import table

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.loading import load_network
from topopress.network.probing.function import N_INPUTS, Prober, check_function
from topopress.network.probing.pixels import noise_pictures
from topopress.network.probing.places import following

SHARED = Path(__file__).resolve().parents[3] / "shared"
TORCHVISION = (
    "alexnet", "convnext_tiny", "densenet121", "efficientnet_b0", "googlenet", "inception_v3",
    "maxvit_t", "mnasnet0_5", "mobilenet_v3_small", "regnet_y_400mf", "resnet18",
    "shufflenet_v2_x0_5", "squeezenet1_1", "swin_t", "vgg11_bn", "vit_b_16",
)  # fmt: skip
NETWORKS = [
    ("efficientnet-lite0", "default"),
    ("lucent:inceptionv1", "models/inceptionv1-lucent.safetensors"),
    *((f"torchvision:{name}", "random") for name in TORCHVISION),
]


def row(name: str, weights: str) -> list[str]:
    """Return a network's layers, the least agreement, those refused, and the probe's seconds."""
    loaded = load_network(Network(name=name, weights=weights, layers=("any",)), base=SHARED, seed=0)
    maps = [each.name for each in loaded.info.layers if each.map_size not in (None, (1, 1))]
    shown = noise_pictures(loaded.preprocessing, 2 * N_INPUTS)
    found = following(Prober(loaded, maps).outputs, shown[:N_INPUTS], shown[N_INPUTS:])
    accepted = [each for each in found.values() if not each.missing]
    least = min((min(each.down, each.across) for each in accepted), default=0.0)
    refused = [layer for layer, each in found.items() if each.missing]
    began = time.perf_counter()
    try:
        check_function(loaded, maps[:7], gradient=True, maps=maps[:7])
        said = f"{time.perf_counter() - began:.1f}"
    except NetworkError:
        said = "refused"
    return [name, str(len(maps)), f"{least:.2f}", ", ".join(refused) or "none", said]


def report() -> str:
    """Return the table."""
    warnings.simplefilter("ignore")
    torch.set_num_threads(2)
    there = [(n, w) for n, w in NETWORKS if not w.startswith("models") or (SHARED / w).is_file()]
    return table(
        ["network", "maps", "least agreement", "refused", "probe of 7 layers, s"],
        [row(*each) for each in there],
    )
